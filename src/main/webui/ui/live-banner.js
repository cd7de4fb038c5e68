import { html } from 'lit';
import { clock, duration, timeOfDay } from '../core/clock.js';
import { events } from '../core/events.js';
import { t } from '../core/i18n.js';
import { icon } from './icons.js';
import { View } from './view.js';

/** A cut that heals at once needs no banner. */
const PATIENCE_MILLIS = 2_000;

/** Says that the stream of events is cut, and how old the shown state is. */
class LiveBanner extends View {
    constructor() {
        super();
        this.watch(events, clock);
    }

    render() {
        const age = Date.now() - events.lastHeard;
        const shown = events.status === 'cut' && age > PATIENCE_MILLIS;
        return html`<div role="status">
            ${shown
                ? html`<div class="banner">
                      ${icon('offline')}
                      <span
                          >${t('banner.cut')}
                          <span aria-live="off">${t('banner.age', { time: timeOfDay(events.lastHeard), age: duration(age) })}</span></span
                      >
                      <button class="button button-small" @click=${() => events.retry()}>${t('banner.retry')}</button>
                  </div>`
                : ''}
        </div>`;
    }
}

customElements.define('live-banner', LiveBanner);
