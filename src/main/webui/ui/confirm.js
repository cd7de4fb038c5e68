import { html } from 'lit';
import { t } from '../core/i18n.js';
import { showDialog } from './dialog.js';
import { explain } from './failures.js';

/**
 * Asks before something that cannot be undone, then does it. Failures appear in the dialog.
 *
 * @param {object} options
 * @param {string} options.title
 * @param {string} options.text what will happen
 * @param {string} options.action the text of the button
 * @param {string} [options.warning] what the person should know before
 * @param {string} [options.name] what the person must type in
 * @param {boolean} [options.harmless] whether it destroys nothing
 * @param {() => Promise<any>} options.run
 * @returns {Promise<any>} the result of `run` or true; undefined if it was cancelled
 */
export function confirm({ title, text, warning, action, name, harmless, run }) {
    const state = { typed: '', busy: false, fault: '' };

    async function go(event, dialog) {
        event.preventDefault();
        if (state.busy || (name && state.typed !== name)) {
            return;
        }
        state.busy = true;
        state.fault = '';
        dialog.redraw();
        try {
            dialog.close((await run()) ?? true);
        } catch (failure) {
            state.busy = false;
            state.fault = explain(failure);
            dialog.redraw();
        }
    }

    function type(event, dialog) {
        state.typed = event.target.value.trim();
        dialog.redraw();
    }

    return showDialog({
        title,
        body: (dialog) => html`<form novalidate @submit=${(event) => go(event, dialog)}>
            <p class="lead">${text}</p>
            ${warning ? html`<p class="now">${warning}</p>` : ''}
            ${state.fault ? html`<div class="alert" role="alert">${state.fault}</div>` : ''}
            ${name
                ? html`<div class="field">
                      <label for="confirm-name">${t('confirm.type')} <strong class="code">${name}</strong></label>
                      <input id="confirm-name" autocomplete="off" autocapitalize="none" spellcheck="false" @input=${(event) => type(event, dialog)} />
                  </div>`
                : ''}
            <footer class="dialog-foot">
                <button type="button" class="button" ?autofocus=${!name} @click=${() => dialog.close()}>${t('action.cancel')}</button>
                <button
                    class="button ${harmless ? 'button-primary' : 'button-danger'}"
                    ?disabled=${state.busy || (name !== undefined && state.typed !== name)}
                >
                    ${state.busy ? t('action.working') : action}
                </button>
            </footer>
        </form>`,
    });
}
