import { html } from 'lit';
import { t } from '../core/i18n.js';
import { store } from '../core/store.js';
import { actionButton, pageHead, rowButton } from '../ui/page-head.js';
import { icon } from '../ui/icons.js';
import { mark } from '../ui/status-mark.js';
import { View } from '../ui/view.js';
import { createKey, deleteKey, revokeKey } from './enrollment-actions.js';
import { lifetime, stateName, typeName, usesOf } from './enrollment-words.js';
import '../ui/as-of.js';
import '../ui/data-table.js';

/** The enrollment keys. There are no events of them, so that the page says how old the list is. */
class EnrollmentPage extends View {
    connectedCallback() {
        super.connectedCallback();
        store.enrollmentKeys.refresh();
    }

    render() {
        const { enrollmentKeys } = store;
        return html`${pageHead(t('nav.enrollment'), {
                intro: t('enrollment.intro'),
                actions: html`<as-of .collection=${enrollmentKeys}></as-of>${actionButton('plus', t('enrollment.create'), createKey, 'primary')}`,
            })}
            <data-table
                .label=${t('nav.enrollment')}
                .collection=${enrollmentKeys}
                .columns=${columns()}
                .filters=${filters()}
                .searchText=${({ id, name, keyPrefix, createdBy }) => `${name} ${keyPrefix} ${createdBy} ${id}`}
                .empty=${empty}
            ></data-table>`;
    }
}

const MARKS = { active: 'good', used_up: 'off', expired: 'off', revoked: 'off' };

function columns() {
    return [
        { key: 'name', label: t('field.name'), cell: nameOf, sort: ({ name }) => name, kind: 'slim' },
        { key: 'type', label: t('enrollment.type'), cell: ({ type }) => typeName(type), sort: ({ type }) => type, kind: 'middle' },
        {
            key: 'state',
            label: t('field.status'),
            cell: ({ state }) => mark(MARKS[state] ?? 'unknown', stateName(state)),
            sort: ({ state }) => state,
        },
        { key: 'uses', label: t('enrollment.uses'), cell: usesOf, sort: ({ used }) => used, kind: 'short middle' },
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
        { key: 'ephemeral', label: t('enrollment.removed'), cell: ({ ephemeralAfter }) => lifetime(ephemeralAfter), kind: 'wide' },
        { key: 'prefix', label: t('token.prefix'), cell: ({ keyPrefix }) => html`<span class="code">${keyPrefix}…</span>`, kind: 'widest' },
        { key: 'by', label: t('enrollment.createdBy'), cell: ({ createdBy }) => createdBy, kind: 'widest' },
        {
            key: 'actions',
            label: t('table.actions'),
            kind: 'row-actions',
            cell: (key) =>
                key.state === 'active'
                    ? rowButton('power', t('enrollment.revoke.of', { name: key.name }), () => revokeKey(key))
                    : rowButton('trash', t('enrollment.delete.of', { name: key.name }), () => deleteKey(key)),
        },
    ];
}

/** With what columns of wide screens show. */
function nameOf({ name, keyPrefix, createdBy }) {
    return html`<span tabindex="0" data-tip=${`${name} · ${keyPrefix}… · ${t('enrollment.createdBy')}: ${createdBy}`}>${name}</span>`;
}

function filters() {
    return [
        {
            name: 'state',
            label: t('field.status'),
            options: Object.keys(MARKS).map((state) => ({ value: state, label: stateName(state) })),
            matches: ({ state }, wanted) => state === wanted,
        },
    ];
}

function empty() {
    return html`<section class="empty">
        ${icon('enrollment')}
        <h2>${t('enrollment.empty')}</h2>
        <p class="lead">${t('enrollment.start')}</p>
        ${actionButton('plus', t('enrollment.create'), createKey, 'primary')}
    </section>`;
}

customElements.define('enrollment-page', EnrollmentPage);
