import { html } from 'lit';
import { t } from '../core/i18n.js';
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
    constructor() {
        super();
        this.watch(store.agents, store.certificates);
    }

    connectedCallback() {
        super.connectedCallback();
        store.certificates.ensure();
        store.agents.ensure();
    }

    render() {
        const create = session.may('operator') ? actionButton('plus', t('tunnels.create'), createTunnel, 'primary') : '';
        return html`${pageHead(t('nav.tunnels'), { intro: t('tunnels.intro'), actions: create })}
            <data-table
                .label=${t('nav.tunnels')}
                .collection=${store.tunnels}
                .related=${store.agents}
                .columns=${tunnelColumns()}
                .filters=${filters()}
                .searchText=${(tunnel) => `${tunnel.domain} ${tunnel.target} ${agentName(tunnel)} ${tunnel.description ?? ''} ${tunnel.id}`}
                .empty=${() => empty(create)}
            ></data-table>`;
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

function empty(create) {
    const without = store.agents.status === 'ready' && store.agents.items.size === 0;
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
