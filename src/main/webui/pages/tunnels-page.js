import { html } from 'lit';
import { t } from '../core/i18n.js';
import { Resource } from '../core/resource.js';
import { href } from '../core/router.js';
import { session } from '../core/session.js';
import { store } from '../core/store.js';
import { icon } from '../ui/icons.js';
import { actionButton, pageHead } from '../ui/page-head.js';
import { tunnelState } from '../ui/status-mark.js';
import { View } from '../ui/view.js';
import { createTunnel } from './tunnel-actions.js';
import { agentName, agentStatus, tunnelColumns } from './tunnel-columns.js';
import '../ui/data-table.js';

/** All tunnels by domain. */
class TunnelsPage extends View {
    /** How many agents there are: asked only if there is no tunnel. */
    #agents = null;

    constructor() {
        super();
        this.watch(store.certificates);
    }

    connectedCallback() {
        super.connectedCallback();
        store.certificates.ensure();
    }

    disconnectedCallback() {
        super.disconnectedCallback();
        this.#agents?.end();
        this.#agents = null;
    }

    render() {
        const create = session.may('operator') ? actionButton('plus', t('tunnels.create'), createTunnel, 'primary') : '';
        return html`${pageHead(t('nav.tunnels'), { intro: t('tunnels.intro'), actions: create })}
            <data-table
                .label=${t('nav.tunnels')}
                .collection=${store.tunnels}
                .related=${store.certificates}
                .columns=${tunnelColumns()}
                .filters=${filters()}
                .searchText=${(tunnel) => `${tunnel.domain} ${tunnel.target} ${agentName(tunnel)} ${tunnel.description ?? ''} ${tunnel.id}`}
                .empty=${() => this.#empty(create)}
            ></data-table>`;
    }

    #empty(create) {
        if (!this.#agents) {
            this.#agents = new Resource('/api/agents', ({ type }) => /^agent_(create|delete)$/.test(type), { limit: 1 });
            this.watch(this.#agents);
        }
        return empty(this.#agents.data?.total === 0, create);
    }
}

function filters() {
    return [
        {
            name: 'status',
            label: t('field.status'),
            options: [
                { value: 'up', label: t('status.up') },
                { value: 'down', label: t('status.down') },
                { value: 'unknown', label: t('status.unreported') },
                { value: 'disabled', label: t('status.disabled') },
            ],
            matches: (tunnel, wanted) => {
                const state = tunnelState(tunnel, agentStatus(tunnel));
                return state === wanted || (state === 'offline' && wanted === 'down');
            },
        },
    ];
}

function empty(without, create) {
    return html`<section class="empty">
        ${icon('tunnels')}
        <h2>${t('tunnels.empty')}</h2>
        ${without
            ? html`<p class="lead">${t('tunnels.noAgent')}</p>
                  <a class="button button-primary" href=${href('agents')}>${t('nav.agents')}</a>`
            : html`<p class="lead">${t('tunnels.start')}</p>
                  ${create}`}
    </section>`;
}

customElements.define('tunnels-page', TunnelsPage);
