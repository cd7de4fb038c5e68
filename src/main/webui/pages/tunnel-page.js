import { html } from 'lit';
import { exact } from '../core/clock.js';
import { t } from '../core/i18n.js';
import { Resource } from '../core/resource.js';
import { href } from '../core/router.js';
import { session } from '../core/session.js';
import { store } from '../core/store.js';
import { actionButton, factList, notReady, pageHead } from '../ui/page-head.js';
import { tunnelStatus } from '../ui/status-mark.js';
import { View } from '../ui/view.js';
import { certificateMark, certificateOf } from './certificate-words.js';
import { deleteTunnel, editTunnel, switchTunnel } from './tunnel-actions.js';
import { agentName } from './tunnel-columns.js';
import './change-history.js';

/** Events of its agent that a tunnel shows. */
const AGENT = ['client', 'agent_update'];

/** One tunnel. */
class TunnelPage extends View {
    static properties = { params: { attribute: false } };

    #resource = null;

    constructor() {
        super();
        this.watch(store.certificates);
    }

    connectedCallback() {
        super.connectedCallback();
        store.certificates.ensure();
    }

    willUpdate(changed) {
        if (changed.has('params')) {
            const { id } = this.params;
            this.#resource?.end();
            this.#resource = new Resource(
                `/api/tunnels/${encodeURIComponent(id)}`,
                ({ type, item }) => item?.id === id ? type.startsWith('tunnel') : item?.id === this.#agentId && AGENT.includes(type),
            );
            this.watch(this.#resource);
        }
    }

    disconnectedCallback() {
        super.disconnectedCallback();
        this.#resource?.end();
    }

    get #agentId() {
        return this.#resource?.data?.agentId;
    }

    async #edit() {
        const answer = await editTunnel(this.params.id);
        answer && this.#resource.take(answer);
    }

    async #switch(tunnel) {
        await switchTunnel(tunnel, !tunnel.enabled);
        this.#resource.load();
    }

    render() {
        const back = { href: href('tunnels'), text: t('nav.tunnels') };
        const { data, status } = this.#resource;
        if (!data || status === 'gone') {
            return html`${pageHead(data?.domain ?? t('nav.tunnels'), { back })}${notReady(this.#resource)}`;
        }
        return html`${pageHead(data.domain, {
                back,
                intro: tunnelStatus(data, data.agentStatus),
                actions: session.may('operator') ? this.#actions(data) : '',
            })}
            <div class="cards">
                <section class="card" aria-labelledby="facts-head">
                    <header><h2 id="facts-head">${t('tunnel.facts')}</h2></header>
                    ${factList([
                        [t('field.agent'), html`<a href=${href('agents', data.agentId)}>${agentName(data)}</a>`],
                        [t('field.target'), html`<span class="code">${data.target}</span>`],
                        [t('field.description'), data.description],
                        [t('field.enabled'), t(data.enabled ? 'answer.yes' : 'answer.no')],
                        [t('field.httpProxy'), t(data.httpProxyEnabled ? 'answer.yes' : 'answer.no')],
                        [t('field.socksProxy'), t(data.socksProxyEnabled ? 'answer.yes' : 'answer.no')],
                        data.managedBy ? [t('field.managedBy'), data.managedBy] : null,
                        [t('field.created'), exact(data.createdAt)],
                        [t('field.updated'), html`<time-ago .value=${data.updatedAt}></time-ago>`],
                        [t('field.id'), html`<span class="code">${data.id}</span>`],
                    ])}
                </section>
                <section class="card" aria-labelledby="state-head">
                    <header><h2 id="state-head">${t('client.state')}</h2></header>
                    ${factList([
                        [t('field.reportedStatus'), data.reportedStatus ?? html`<span class="faint">${t('status.unreported')}</span>`],
                        [t('field.reportedAt'), html`<time-ago .value=${data.reportedAt}></time-ago>`],
                        [t('field.certificate'), certificateMark(certificateOf(data.domain))],
                    ])}
                </section>
                ${session.may('admin')
                    ? html`<change-history class="card card-full" .subject=${data.id} .version=${data.updatedAt}></change-history>`
                    : ''}
            </div>`;
    }

    #actions(data) {
        return [
            actionButton('edit', t('action.edit'), () => this.#edit()),
            actionButton('power', t(data.enabled ? 'action.disable' : 'action.enable'), () => this.#switch(data)),
            actionButton('trash', t('action.delete'), () => deleteTunnel(data), 'danger'),
        ];
    }
}

customElements.define('tunnel-page', TunnelPage);
