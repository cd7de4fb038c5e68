import { html } from 'lit';
import { exact } from '../core/clock.js';
import { number, t } from '../core/i18n.js';
import { Resource } from '../core/resource.js';
import { href } from '../core/router.js';
import { session } from '../core/session.js';
import { closeTunnels, store, tunnelsOf } from '../core/store.js';
import { actionButton, factList, notReady, pageHead } from '../ui/page-head.js';
import { clientStatus, keyStatus, syncStatus } from '../ui/status-mark.js';
import { View } from '../ui/view.js';
import { deleteClient, editClient, editMetadata, replaceApiKey, rotateKey } from './client-actions.js';
import { CLIENT_KINDS } from './client-kinds.js';
import { enrollmentKey, lifetime } from './enrollment-words.js';
import { tunnelColumns } from './tunnel-columns.js';
import './change-history.js';
import './client-sessions.js';
import '../ui/copy-button.js';
import '../ui/data-table.js';

/** One client: all that is known of it, and what can be done with it. */
class ClientPage extends View {
    static properties = { params: { attribute: false } };

    kind = CLIENT_KINDS.agent;
    #resource = null;
    #tunnels = null;

    constructor() {
        super();
        this.watch(store.certificates, store.enrollmentKeys);
    }

    connectedCallback() {
        super.connectedCallback();
        store.certificates.ensure();
        session.may('admin') && store.enrollmentKeys.ensure();
    }

    willUpdate(changed) {
        if (changed.has('params')) {
            const { id } = this.params;
            this.#resource?.end();
            const type = this.kind.kind;
            this.#resource = new Resource(
                `${this.kind.path}/${encodeURIComponent(id)}`,
                ({ type: word, item }) => item?.id === id && (word.startsWith(type) || word === 'client' || word === 'key_offer'),
            );
            this.watch(this.#resource);
            closeTunnels(this.#tunnels);
            this.#tunnels = null;
        }
    }

    disconnectedCallback() {
        super.disconnectedCallback();
        this.#resource?.end();
        closeTunnels(this.#tunnels);
    }

    render() {
        const { kind } = this;
        const back = { href: href(kind.section), text: kind.title() };
        const { data, status } = this.#resource;
        if (!data || status === 'gone') {
            return html`${pageHead(data?.name ?? kind.title(), { back })}${notReady(this.#resource)}`;
        }
        return html`${pageHead(data.name, { back, intro: clientStatus(data.status), actions: session.may('admin') ? this.#actions() : '' })}
            <div class="cards">
                <div class="stack">
                    ${this.#state(data)}
                    <client-sessions class="card" .client=${data.id} .status=${data.status}></client-sessions>
                </div>
                <div class="stack">${this.#identity(data)} ${this.#metadata(data)}</div>
                ${kind.kind === 'agent' ? this.#tunnelList(data) : ''}
                ${session.may('admin')
                    ? html`<change-history class="card card-full" .subject=${data.id} .version=${data.updatedAt}></change-history>`
                    : ''}
            </div>`;
    }

    #actions() {
        const { kind } = this;
        const resource = this.#resource;
        return [
            actionButton('edit', t('action.edit'), () => editClient(kind, resource)),
            actionButton('rotate', t('client.rotate'), () => rotateKey(kind, resource)),
            actionButton('key', t('client.newKey'), () => replaceApiKey(kind, resource)),
            actionButton('trash', t('action.delete'), () => deleteClient(kind, resource), 'danger'),
        ];
    }

    #state(data) {
        const { lastError } = data;
        return html`<section class="card" aria-labelledby="state-head">
            <header><h2 id="state-head">${t('client.state')}</h2></header>
            ${factList([
                [t('field.configuration'), syncStatus(data)],
                [t('field.revisionWanted'), number(data.revisionWanted)],
                [t('field.revisionApplied'), number(data.revisionApplied)],
                [t('field.keyDelivery'), keyStatus(data.keyDelivery)],
                [
                    t('field.lastSeen'),
                    data.status === 'offline' ? html`<time-ago .value=${data.lastSeenAt}></time-ago>` : t('client.connected'),
                ],
                data.ephemeralAfter ? [t('enrollment.ephemeral'), lifetime(data.ephemeralAfter)] : null,
                data.removalDueAt ? [t('client.removal'), html`<time-ago .value=${data.removalDueAt}></time-ago>`] : null,
            ])}
            ${lastError
                ? html`<div class="problem">
                      <p>${lastError.message}</p>
                      <p class="sub">
                          ${t('client.errorAt', { revision: lastError.revision })} <time-ago .value=${lastError.at}></time-ago>
                      </p>
                  </div>`
                : ''}
        </section>`;
    }

    #identity(data) {
        return html`<section class="card" aria-labelledby="facts-head">
            <header><h2 id="facts-head">${t('client.facts')}</h2></header>
            ${factList([
                'virtualIp' in data ? [t('field.address'), code(data.virtualIp)] : null,
                'subnet' in data ? [t('field.subnet'), code(data.subnet)] : null,
                'publicIp' in data ? [t('field.publicIp'), data.publicIp && code(data.publicIp)] : null,
                'region' in data ? [t('field.region'), data.region] : null,
                'hostNumber' in data ? [t('field.hostNumber'), number(data.hostNumber)] : null,
                [t('field.publicKey'), code(data.wireguardPublicKey)],
                [t('field.apiKey'), code(`${data.apiKeyPrefix}…`)],
                data.managedBy ? [t('field.managedBy'), data.managedBy] : null,
                data.enrollmentKeyId ? [t('field.enrollmentKey'), enrollmentKey(data.enrollmentKeyId)] : null,
                [t('field.created'), exact(data.createdAt)],
                [t('field.updated'), html`<time-ago .value=${data.updatedAt}></time-ago>`],
                [t('field.id'), code(data.id)],
            ])}
        </section>`;
    }

    #metadata(data) {
        const empty = Object.keys(data.metadata ?? {}).length === 0;
        return html`<section class="card" aria-labelledby="metadata-head">
            <header>
                <h2 id="metadata-head">${t('field.metadata')}</h2>
                ${session.may('admin')
                    ? html`<button class="button button-small" @click=${() => editMetadata(this.kind, this.#resource)}>
                          ${t('client.metadata.edit')}
                      </button>`
                    : ''}
            </header>
            ${empty
                ? html`<p class="nothing">${t('client.metadata.none')}</p>`
                : html`<pre class="code">${JSON.stringify(data.metadata, null, 2)}</pre>`}
        </section>`;
    }

    #tunnelList({ id, status }) {
        this.#tunnels ??= tunnelsOf(id);
        return html`<section class="card card-full" aria-labelledby="tunnels-head">
            <header><h2 id="tunnels-head">${t('nav.tunnels')}</h2></header>
            <data-table
                plain
                .label=${t('nav.tunnels')}
                .collection=${this.#tunnels}
                .columns=${tunnelColumns({ agent: false, statusOf: () => status })}
                .empty=${() => html`<p class="nothing">${t('client.noTunnels')}</p>`}
            ></data-table>
        </section>`;
    }
}

function code(text) {
    return html`<span class="code">${text}</span>`;
}

customElements.define('agent-page', class extends ClientPage {});
customElements.define(
    'gateway-page',
    class extends ClientPage {
        kind = CLIENT_KINDS.gateway;
    },
);
