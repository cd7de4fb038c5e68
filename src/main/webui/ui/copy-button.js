import { html } from 'lit';
import { t } from '../core/i18n.js';
import { icon } from './icons.js';
import { View } from './view.js';

const SHOWN_MILLIS = 2_000;

/** Copies a text. */
class CopyButton extends View {
    static properties = { text: {}, label: {}, copied: { state: true } };

    async #copy() {
        this.copied = await copy(this.text, this);
        setTimeout(() => (this.copied = false), SHOWN_MILLIS);
    }

    render() {
        return html`<button type="button" class="button button-small" aria-label=${this.label ?? t('action.copy')} @click=${this.#copy}>
            ${icon(this.copied ? 'check' : 'copy')}
            <span aria-live="polite">${this.copied ? t('action.copied') : t('action.copy')}</span>
        </button>`;
    }
}

async function copy(text, near) {
    if (navigator.clipboard) {
        await navigator.clipboard.writeText(text);
        return true;
    }
    // Without TLS browsers have no clipboard API.
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'visually-hidden';
    near.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
}

customElements.define('copy-button', CopyButton);
