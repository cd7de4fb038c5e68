import { html } from 'lit';
import { t } from '../core/i18n.js';
import { showDialog } from './dialog.js';
import './copy-button.js';

/**
 * Shows a secret that the server will not show again. It is kept nowhere else; only the button closes the dialog.
 *
 * @param {object} options
 * @param {string} options.title
 * @param {string} options.label what the secret is
 * @param {string} options.secret
 * @param {string} [options.lines] lines to copy, such as for the environment file of a client
 * @param {string} [options.linesLabel] what the lines are for
 */
export function showSecret({ title, label, secret, lines, linesLabel = t('secret.lines') }) {
    return showDialog({
        title,
        modal: true,
        body: (dialog) => html`<p class="lead">${t('secret.once')}</p>
            ${block(label, secret, t('secret.copy', { what: label }), 'secret')}
            ${lines ? block(linesLabel, lines, t('secret.copyLines'), 'secret-lines') : ''}
            <footer class="dialog-foot">
                <button class="button button-primary" @click=${() => dialog.close(true)}>${t('secret.done')}</button>
            </footer>`,
    });
}

function block(label, text, copyLabel, testId) {
    return html`<section class="secret" aria-label=${label}>
        <div class="secret-head"><h3>${label}</h3><copy-button .text=${text} .label=${copyLabel}></copy-button></div>
        <pre class="code" tabindex="0" data-testid=${testId}>${text}</pre>
    </section>`;
}

/**
 * The lines of a client's environment file.
 *
 * @param {string} apiKey
 */
export function environmentLines(apiKey) {
    return `CONTROL_URL=${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws\nAPI_KEY=${apiKey}\n`;
}
