import { html } from 'lit';
import { period } from '../core/clock.js';
import { t } from '../core/i18n.js';
import { store } from '../core/store.js';
import { rowButton } from '../ui/page-head.js';
import { mark } from '../ui/status-mark.js';
import { View } from '../ui/view.js';
import { createKey, deleteKey, revokeKey } from './enrollment-actions.js';
import { stateName, typeName, usesOf } from './enrollment-words.js';
import { keyList, prefixColumn, timeColumns } from './key-list.js';

/** The enrollment keys. */
class EnrollmentPage extends View {
    connectedCallback() {
        super.connectedCallback();
        store.enrollmentKeys.refresh();
    }

    render() {
        return keyList({
            title: t('nav.enrollment'),
            intro: t('enrollment.intro'),
            collection: store.enrollmentKeys,
            create: { text: t('enrollment.create'), run: createKey },
            columns: columns(),
            filters: filters(),
            searchText: ({ id, name, keyPrefix, createdBy }) => `${name} ${keyPrefix} ${createdBy} ${id}`,
            empty: { icon: 'enrollment', title: t('enrollment.empty'), start: t('enrollment.start') },
        });
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
        ...timeColumns(),
        { key: 'ephemeral', label: t('enrollment.removed'), cell: ({ ephemeralAfter }) => (ephemeralAfter ? period(ephemeralAfter) : '–'), kind: 'wide' },
        prefixColumn(({ keyPrefix }) => keyPrefix, 'widest'),
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

customElements.define('enrollment-page', EnrollmentPage);
