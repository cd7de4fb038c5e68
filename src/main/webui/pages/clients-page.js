import { html } from 'lit';
import { t } from '../core/i18n.js';
import { href } from '../core/router.js';
import { session } from '../core/session.js';
import { icon } from '../ui/icons.js';
import { actionButton, pageHead } from '../ui/page-head.js';
import { environmentLines } from '../ui/secret-dialog.js';
import { clientStatus, keyStatus, syncStatus } from '../ui/status-mark.js';
import { View } from '../ui/view.js';
import { createClient } from './client-actions.js';
import { CLIENT_KINDS } from './client-kinds.js';
import '../ui/data-table.js';

/** The list of one kind of clients: what each should have and what it has. */
class ClientsPage extends View {
    kind = CLIENT_KINDS.agent;

    #columns() {
        const gateway = this.kind.kind === 'gateway';
        return [
            {
                key: 'name',
                label: t('field.name'),
                cell: ({ id, name }) => html`<a href=${href(this.kind.section, id)}>${name}</a>`,
                sort: ({ name }) => name,
            },
            {
                key: 'status',
                label: t('field.status'),
                cell: status,
                sort: (client) => client.status,
            },
            gateway
                ? { key: 'publicIp', label: t('field.publicIp'), cell: (each) => each.publicIp ?? '–', sort: (each) => each.publicIp, kind: 'middle' }
                : { key: 'virtualIp', label: t('field.address'), cell: (each) => each.virtualIp, sort: address, kind: 'middle' },
            gateway && {
                key: 'region',
                label: t('field.region'),
                cell: ({ region }) => region ?? '–',
                sort: ({ region }) => region,
                kind: 'wide',
            },
            { key: 'sync', label: t('field.configuration'), cell: syncStatus, sort: behind, kind: 'middle' },
            { key: 'key', label: t('field.keyDelivery'), cell: (each) => keyStatus(each.keyDelivery), sort: (each) => each.keyDelivery, kind: 'wide' },
            { key: 'seen', label: t('field.lastSeen'), cell: seen, sort: seenAt, kind: 'wide' },
        ].filter(Boolean);
    }

    #filters() {
        return [
            {
                name: 'status',
                label: t('field.status'),
                options: [
                    { value: 'online', label: t('status.online') },
                    { value: 'offline', label: t('status.offline') },
                    { value: 'error', label: t('status.error') },
                ],
                matches: (client, wanted) => client.status === wanted,
            },
            {
                name: 'is',
                label: t('field.configuration'),
                options: [
                    { value: 'behind', label: t('filter.behind') },
                    { value: 'error', label: t('filter.error') },
                    { value: 'key', label: t('filter.key') },
                ],
                matches: (client, wanted) => CONFIGURATIONS[wanted]?.(client) ?? true,
            },
        ];
    }

    render() {
        const { kind } = this;
        const create = session.may('admin') ? actionButton('plus', kind.create(), () => createClient(kind), 'primary') : '';
        return html`${pageHead(kind.title(), { intro: kind.intro(), actions: create })}
            <data-table
                .label=${kind.title()}
                .collection=${kind.collection}
                .columns=${this.#columns()}
                .filters=${this.#filters()}
                .searchText=${text}
                .empty=${() => this.#empty(create)}
            ></data-table>`;
    }

    #empty(create) {
        const { kind } = this;
        return html`<section class="empty">
            ${icon(kind.section)}
            <h2>${kind.empty()}</h2>
            <p class="lead">${t('clients.start')}</p>
            <pre class="code">${environmentLines(kind.exampleKey).trim()}</pre>
            ${create}
        </section>`;
    }
}

function status(client) {
    const mark = clientStatus(client.status);
    return client.lastError ? html`<span data-tip=${client.lastError.message}>${mark}</span>` : mark;
}

/** While a client is connected, its last message is at most seconds old; events do not repeat it. */
function seen(client) {
    return client.status === 'offline'
        ? html`<time-ago .value=${client.lastSeenAt}></time-ago>`
        : html`<span class="faint">${t('client.connected')}</span>`;
}

function seenAt({ status, lastSeenAt }) {
    return status === 'offline' ? (lastSeenAt ? Date.parse(lastSeenAt) : null) : Infinity;
}

function behind({ revisionWanted, revisionApplied }) {
    return revisionWanted === null || revisionApplied === null ? null : revisionWanted - revisionApplied;
}

function undelivered({ keyDelivery }) {
    return keyDelivery === 'pending' || keyDelivery === 'delivered';
}

function address({ virtualIp }) {
    return virtualIp?.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** Whether the client reports a problem, or could not apply what it has by now. */
function hasError({ status, lastError, revisionApplied }) {
    return status === 'error' || (lastError !== null && lastError.revision >= (revisionApplied ?? 0));
}

function text({ name, id, virtualIp, publicIp, region }) {
    return [name, virtualIp, publicIp, region, id].filter(Boolean).join(' ');
}

const CONFIGURATIONS = { behind: (client) => behind(client) > 0, error: hasError, key: undelivered };

customElements.define('agents-page', class extends ClientsPage {});
customElements.define(
    'gateways-page',
    class extends ClientsPage {
        kind = CLIENT_KINDS.gateway;
    },
);
