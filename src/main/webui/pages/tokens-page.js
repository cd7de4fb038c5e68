import { html } from 'lit';
import { api, ROLES } from '../core/api.js';
import { t } from '../core/i18n.js';
import { store } from '../core/store.js';
import { confirm } from '../ui/confirm.js';
import { roleName } from '../ui/failures.js';
import { formDialog } from '../ui/form-dialog.js';
import { rowButton } from '../ui/page-head.js';
import { showSecret } from '../ui/secret-dialog.js';
import { toast } from '../ui/toasts.js';
import { View } from '../ui/view.js';
import { keyList, prefixColumn, timeColumns } from './key-list.js';

/** The tokens of the API. */
class TokensPage extends View {
    connectedCallback() {
        super.connectedCallback();
        store.tokens.refresh();
    }

    render() {
        return keyList({
            title: t('nav.tokens'),
            intro: t('tokens.intro'),
            collection: store.tokens,
            create: { text: t('tokens.create'), run: create },
            columns: columns(),
            filters: filters(),
            searchText: ({ name, prefix }) => `${name} ${prefix}`,
            empty: { icon: 'tokens', title: t('tokens.empty'), start: t('tokens.start') },
        });
    }
}

function columns() {
    return [
        { key: 'name', label: t('field.name'), cell: ({ name }) => name, sort: ({ name }) => name },
        { key: 'role', label: t('field.role'), cell: ({ role }) => roleName(role), sort: ({ role }) => ROLES.indexOf(role) },
        prefixColumn(({ prefix }) => prefix),
        ...timeColumns(),
        { key: 'created', label: t('field.created'), cell: ({ createdAt }) => html`<time-ago .value=${createdAt}></time-ago>`, sort: created, kind: 'wide' },
        {
            key: 'actions',
            label: t('table.actions'),
            kind: 'row-actions',
            cell: (token) => rowButton('trash', t('token.revoke.of', { name: token.name }), () => revoke(token)),
        },
    ];
}

function created({ createdAt }) {
    return Date.parse(createdAt);
}

function roles() {
    return ROLES.map((role) => ({ value: role, label: roleName(role) }));
}

function filters() {
    return [{ name: 'role', label: t('field.role'), options: roles(), matches: ({ role }, wanted) => role === wanted }];
}

async function create() {
    const token = await formDialog({
        title: t('tokens.create'),
        action: t('action.create'),
        fields: [
            { name: 'name', label: t('field.name'), hint: t('token.name.hint') },
            { name: 'role', label: t('field.role'), type: 'select', options: roles(), hint: t('token.role.hint') },
            { name: 'expiresAt', label: t('token.expires'), type: 'instant', optional: true, hint: t('token.expires.hint') },
        ],
        values: { role: 'viewer' },
        submit: async ({ name, role, expiresAt }) => {
            const end = expiresAt ? { expiresAt: new Date(expiresAt).toISOString() } : {};
            return (await api.post('/api/tokens', { name, role, ...end })).data;
        },
    });
    if (token) {
        store.tokens.refresh();
        await showSecret({ title: t('token.created', { name: token.name }), label: t('token.secret'), secret: token.token });
    }
}

async function revoke({ id, name }) {
    const done = await confirm({
        title: t('token.revoke'),
        text: t('token.revocation', { name }),
        action: t('token.revoke'),
        name,
        run: () => api.delete(`/api/tokens/${id}`),
    });
    if (done) {
        store.tokens.remove(id);
        toast(t('token.revoked', { name }));
    }
}

customElements.define('tokens-page', TokensPage);
