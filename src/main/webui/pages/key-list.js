import { html } from 'lit';
import { t } from '../core/i18n.js';
import { icon } from '../ui/icons.js';
import { actionButton, pageHead } from '../ui/page-head.js';
import '../ui/as-of.js';
import '../ui/data-table.js';
import '../ui/time-ago.js';

/**
 * A page that lists secrets which are shown once: tokens, enrollment keys. There are no events of them, so that the page says how old the
 * list is.
 *
 * @typedef {object} KeyList
 * @property {string} title
 * @property {string} intro
 * @property {import('../core/collection.js').Collection} collection
 * @property {{text: string, run: () => void}} create
 * @property {object[]} columns
 * @property {object[]} filters
 * @property {(item: any) => string} searchText
 * @property {{icon: string, title: string, start: string}} empty what the page shows without any
 */

/** @param {KeyList} list */
export function keyList({ title, intro, collection, create, columns, filters, searchText, empty }) {
    const button = () => actionButton('plus', create.text, create.run, 'primary');
    return html`${pageHead(title, { intro, actions: html`<as-of .collection=${collection}></as-of>${button()}` })}
        <data-table
            .label=${title}
            .collection=${collection}
            .columns=${columns}
            .filters=${filters}
            .searchText=${searchText}
            .empty=${() => html`<section class="empty">
                ${icon(empty.icon)}
                <h2>${empty.title}</h2>
                <p class="lead">${empty.start}</p>
                ${button()}
            </section>`}
        ></data-table>`;
}

/** When it expires, and when it was last used. */
export function timeColumns() {
    return [
        {
            key: 'expires',
            label: t('token.expires'),
            cell: ({ expiresAt }) => html`<time-ago .value=${expiresAt}></time-ago>`,
            sort: ({ expiresAt }) => (expiresAt ? Date.parse(expiresAt) : Infinity),
            kind: 'middle',
        },
        {
            key: 'used',
            label: t('token.used'),
            cell: ({ lastUsedAt }) => html`<time-ago .value=${lastUsedAt}></time-ago>`,
            sort: ({ lastUsedAt }) => (lastUsedAt ? Date.parse(lastUsedAt) : null),
            kind: 'middle',
        },
    ];
}

/**
 * The first characters of the secret.
 *
 * @param {(item: any) => string} prefix
 * @param {string} kind of the column
 */
export function prefixColumn(prefix, kind = 'wide') {
    return { key: 'prefix', label: t('token.prefix'), cell: (item) => html`<span class="code">${prefix(item)}…</span>`, kind };
}
