import { html } from 'lit';
import { api, ROLES } from '../core/api.js';
import { t } from '../core/i18n.js';
import { store } from '../core/store.js';
import { confirm } from '../ui/confirm.js';
import { roleName } from '../ui/failures.js';
import { formDialog } from '../ui/form-dialog.js';
import { icon } from '../ui/icons.js';
import { actionButton, pageHead, rowButton } from '../ui/page-head.js';
import { showSecret } from '../ui/secret-dialog.js';
import { toast } from '../ui/toasts.js';
import { View } from '../ui/view.js';
import '../ui/as-of.js';
import '../ui/data-table.js';

/** The tokens of the API. There are no events of tokens, so that the page says how old the list is. */
class TokensPage extends View {
    connectedCallback() {
        super.connectedCallback();
        store.tokens.refresh();
    }

    render() {
        return html`${pageHead(t('nav.tokens'), {
                intro: t('tokens.intro'),
                actions: html`<as-of .collection=${store.tokens}></as-of>${actionButton('plus', t('tokens.create'), create, 'primary')}`,
            })}
            <data-table
                .label=${t('nav.tokens')}
                .collection=${store.tokens}
                .columns=${columns()}
                .filters=${filters()}
                .searchText=${({ name, prefix }) => `${name} ${prefix}`}
                .empty=${empty}
            ></data-table>`;
    }
}

function columns() {
    return [
        { key: 'name', label: t('field.name'), cell: ({ name }) => name, sort: ({ name }) => name },
        { key: 'role', label: t('field.role'), cell: ({ role }) => roleName(role), sort: ({ role }) => ROLES.indexOf(role) },
        { key: 'prefix', label: t('token.prefix'), cell: ({ prefix }) => html`<span class="code">${prefix}…</span>`, kind: 'wide' },
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

function empty() {
    return html`<section class="empty">
        ${icon('tokens')}
        <h2>${t('tokens.empty')}</h2>
        <p class="lead">${t('tokens.start')}</p>
        ${actionButton('plus', t('tokens.create'), create, 'primary')}
    </section>`;
}

customElements.define('tokens-page', TokensPage);
