import { html } from 'lit';
import { clock, timeOfDay } from '../core/clock.js';
import { t } from '../core/i18n.js';
import { icon } from './icons.js';
import { View } from './view.js';

/** For lists without events: when they were loaded, and a button that loads them again. */
class AsOf extends View {
    static properties = { collection: { attribute: false } };

    willUpdate(changed) {
        if (changed.has('collection')) {
            this.watch(this.collection, clock);
        }
    }

    render() {
        const { loadedAt } = this.collection;
        return html`<span class="as-of">${loadedAt ? t('asOf.time', { time: timeOfDay(loadedAt) }) : ''}</span>
            <button class="button" @click=${() => this.collection.reload()}>${icon('rotate')}${t('asOf.reload')}</button>`;
    }
}

customElements.define('as-of', AsOf);
