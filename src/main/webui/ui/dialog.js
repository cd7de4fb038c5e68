import { html, render } from 'lit';
import { t } from '../core/i18n.js';
import { icon } from './icons.js';

let count = 0;

/**
 * Shows a modal dialog.
 *
 * @param {object} options
 * @param {string} options.title
 * @param {(dialog: Dialog) => unknown} options.body the content; {@link Dialog.redraw} draws it again
 * @param {boolean} [options.modal] whether only the content can close it
 * @returns {Promise<any>} what the content closed it with; undefined if it was cancelled
 */
export function showDialog(options) {
    return new Dialog(options).show();
}

/** A dialog while it is shown. */
export class Dialog {
    #options;
    #element = document.createElement('dialog');
    #id = `dialog-${++count}`;
    #result;

    constructor(options) {
        this.#options = options;
    }

    /** @returns {Promise<any>} */
    show() {
        const element = this.#element;
        const opener = document.activeElement;
        element.className = 'dialog';
        element.setAttribute('aria-labelledby', this.#id);
        document.body.append(element);
        this.redraw();
        element.showModal();
        element.querySelector('[autofocus], input, textarea, select')?.focus();
        element.addEventListener('cancel', (event) => this.#options.modal && event.preventDefault());
        return new Promise((resolve) => {
            element.addEventListener('close', () => {
                element.remove();
                opener?.isConnected && opener.focus?.();
                resolve(this.#result);
            });
        });
    }

    /** Draws the content again. */
    redraw() {
        const { title, body, modal } = this.#options;
        render(
            html`<header class="dialog-head">
                    <h2 id=${this.#id}>${title}</h2>
                    ${modal
                        ? ''
                        : html`<button class="button-quiet" aria-label=${t('action.close')} @click=${() => this.close()}>
                              ${icon('close')}
                          </button>`}
                </header>
                <div class="dialog-body">${body(this)}</div>`,
            this.#element,
        );
    }

    /** The first element of the content that matches. */
    find(selector) {
        return this.#element.querySelector(selector);
    }

    close(result) {
        this.#result = result;
        this.#element.close();
    }
}
