import { html } from 'lit';
import { Observable } from '../core/observable.js';
import { t } from '../core/i18n.js';
import { icon } from './icons.js';
import { View } from './view.js';

const SHOWN_MILLIS = 6_000;

const messages = new (class extends Observable {
    /** @type {{text: string, kind: 'done' | 'failed'}[]} */
    all = [];

    add(text, kind) {
        const message = { text, kind };
        this.all = [...this.all.slice(-2), message];
        this.changed();
        if (kind === 'done') {
            setTimeout(() => this.remove(message), SHOWN_MILLIS);
        }
    }

    remove(message) {
        this.all = this.all.filter((each) => each !== message);
        this.changed();
    }
})();

/**
 * Tells what happened. A failure stays until it is closed.
 *
 * @param {string} text
 * @param {'done' | 'failed'} kind
 */
export function toast(text, kind = 'done') {
    messages.add(text, kind);
}

/** Shows the messages, and has them read to those who cannot see them. */
class ToastList extends View {
    constructor() {
        super();
        this.watch(messages);
    }

    render() {
        return html`<div class="toasts" role="status" aria-live="polite">
            ${messages.all.map(
                (message) => html`<div class="toast toast-${message.kind}">
                    ${icon(message.kind === 'done' ? 'check' : 'warning')}
                    <span>${message.text}</span>
                    <button class="button-quiet" aria-label=${t('action.close')} @click=${() => messages.remove(message)}>
                        ${icon('close')}
                    </button>
                </div>`,
            )}
        </div>`;
    }
}

customElements.define('toast-list', ToastList);
