import { LitElement } from 'lit';
import { language } from '../core/i18n.js';

/** An element whose content is part of the page, so that labels and styles reach it, and that is redrawn after changes. */
export class View extends LitElement {
    #watched = [language];
    #ends = [];

    /**
     * Redraws the element after changes of these.
     *
     * @param {import('../core/observable.js').Observable[]} observables
     */
    watch(...observables) {
        this.#watched.push(...observables);
        if (this.isConnected) {
            this.#subscribe(observables);
        }
    }

    createRenderRoot() {
        return this;
    }

    connectedCallback() {
        super.connectedCallback();
        this.#subscribe(this.#watched);
    }

    disconnectedCallback() {
        super.disconnectedCallback();
        this.#ends.splice(0).forEach((end) => end());
    }

    #subscribe(observables) {
        observables.forEach((each) => this.#ends.push(each.subscribe(() => this.requestUpdate())));
    }
}
