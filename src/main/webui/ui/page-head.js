import { html } from 'lit';
import { t } from '../core/i18n.js';
import { explain } from './failures.js';
import { icon } from './icons.js';

/**
 * The head of a page.
 *
 * @param {string} title
 * @param {{intro?: unknown, actions?: unknown, back?: {href: string, text: string}}} parts
 */
export function pageHead(title, { intro, actions, back } = {}) {
    return html`<header class="page-head">
        <div>
            ${back ? html`<a class="back" href=${back.href}>${icon('right')}${back.text}</a>` : ''}
            <h1 tabindex="-1">${title}</h1>
            ${intro ? html`<p class="lead">${intro}</p>` : ''}
        </div>
        ${actions ? html`<div class="actions">${actions}</div>` : ''}
    </header>`;
}

/**
 * A button with a picture and a text.
 *
 * @param {string} picture
 * @param {string} text
 * @param {() => void} run
 * @param {'' | 'primary' | 'danger'} kind
 */
export function actionButton(picture, text, run, kind = '') {
    return html`<button class="button ${kind ? `button-${kind}` : ''}" @click=${run}>${icon(picture)}${text}</button>`;
}

/**
 * A button in a row of a table: a picture only, named for what it does to which item.
 *
 * @param {string} picture
 * @param {string} label
 * @param {() => void} run
 */
export function rowButton(picture, label, run) {
    return html`<button class="button-quiet" aria-label=${label} data-tip=${label} @click=${run}>${icon(picture)}</button>`;
}

/**
 * What a page shows while its resource is not there.
 *
 * @param {import('../core/resource.js').Resource} resource
 */
export function notReady(resource) {
    if (resource.status === 'gone') {
        return html`<p class="lead">${t('failure.gone')}</p>`;
    }
    if (resource.status === 'failed') {
        return html`<div class="alert" role="alert">
            ${explain(resource.failure)}
            <button class="button button-small" @click=${() => resource.load()}>${t('action.again')}</button>
        </div>`;
    }
    return html`<p class="lead" aria-busy="true">${t('action.loading')}</p>`;
}

/**
 * What to know before a change of an object that a manager declares; undefined if there is none.
 *
 * @param {{managedBy?: string | null}} item
 */
export function managedWarning({ managedBy }) {
    return managedBy ? t('managed.warning', { manager: managedBy }) : undefined;
}

/**
 * A list of names and values.
 *
 * @param {([string, unknown] | null)[]} facts without those that are null
 */
export function factList(facts) {
    return html`<dl class="facts">
        ${facts.filter(Boolean).map(([name, value]) => html`<dt>${name}</dt><dd>${value ?? '–'}</dd>`)}
    </dl>`;
}
