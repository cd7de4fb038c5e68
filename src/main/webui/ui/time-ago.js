import { html } from 'lit';
import { clock, exact, relative } from '../core/clock.js';
import { t } from '../core/i18n.js';
import { View } from './view.js';

/** An instant: how long ago it is, and on hover and focus the exact one in the viewer's zone. */
class TimeAgo extends View {
    static properties = { value: {}, none: {} };

    constructor() {
        super();
        this.watch(clock);
    }

    render() {
        if (!this.value) {
            return html`<span class="faint">${this.none ?? t('time.never')}</span>`;
        }
        return html`<time datetime=${this.value} tabindex="0" data-tip=${exact(this.value)}>${relative(this.value)}</time>`;
    }
}

customElements.define('time-ago', TimeAgo);
