import { html, svg } from 'lit';
import { number, plural, t } from '../core/i18n.js';
import { href } from '../core/router.js';
import { mark } from '../ui/status-mark.js';
import { View } from '../ui/view.js';
import { statusBar } from './status-bar.js';
import { BEND, layout, numberOf } from './topology-layout.js';

const CLIENT_MARKS = {
    error: ['bad', 'status.error'],
    offline: ['idle', 'status.offline'],
    neverConnected: ['unknown', 'topology.never'],
    online: ['good', 'status.online'],
};
const STATUSES = ['online', 'error', 'offline', 'neverConnected'];
const TUNNEL_MARKS = {
    up: ['good', 'status.up'],
    down: ['bad', 'status.down'],
    unknown: ['unknown', 'status.unreported'],
    disabled: ['off', 'status.disabled'],
};

/** Gateways above, agents below, tunnels as lines; status by colour and by shape. */
class TopologyPicture extends View {
    static properties = { picture: { attribute: false }, width: { state: true } };

    #observer = new ResizeObserver(([entry]) => (this.width = Math.floor(entry.contentRect.width)));

    connectedCallback() {
        super.connectedCallback();
        this.#observer.observe(this);
    }

    disconnectedCallback() {
        super.disconnectedCallback();
        this.#observer.disconnect();
    }

    render() {
        if (!this.picture || !this.width) {
            return '';
        }
        const drawn = layout(this.picture, this.width);
        const { agents, gateways } = this.picture;
        return html`<svg
                class="topology"
                role="group"
                aria-label=${summary(this.picture)}
                width=${drawn.width}
                height=${drawn.height}
                viewBox="0 0 ${drawn.width} ${drawn.height}"
            >
                <g aria-hidden="true">${lines(drawn)}</g>
                ${drawn.gateways.map((card) => box(card, gatewayCard(card, gateways.groupedBy)))}
                ${drawn.cards.map((card) => box(card, agentCard(card, agents.groupedBy, drawn.detail)))}
            </svg>
            ${legend()}`;
    }
}

function lines({ links, rail, trunks, strands }) {
    return svg`${trunks.map(({ x, y1, y2 }) => svg`<path class="trunk" d="M${x} ${y1}V${y2}" />`)}
        <path class="rail" d="M${rail.x1} ${rail.y}H${rail.x2}" />
        ${links.map(gatewayLine)}
        ${strands.map(strand)}`;
}

function gatewayLine({ x1, y1, y2, state, card }) {
    const from = card.last ? `M${x1} ${y1}` : `M${card.x} ${y1}H${x1 + 6}Q${x1} ${y1} ${x1} ${y1 + 6}`;
    return svg`<path class="line line-${state}" d="${from}V${y2}" />${state === 'down' ? cross(x1, (y1 + y2) / 2) : ''}
        <circle class="joint" cx=${x1} cy=${y2} r="4" />`;
}

/** From the trunk to the card, with a bend; a line that is down is crossed out. */
function strand({ x1, y1, x2, state, weight }) {
    const bend = `M${x1} ${y1 - BEND}Q${x1} ${y1} ${x1 + BEND} ${y1}H${x2}`;
    return svg`<path class="line line-${state}" stroke-width=${weight * 2} d=${bend} />${state === 'down' ? cross((x1 + x2) / 2 + 3, y1, 5) : ''}`;
}

function cross(x, y, size = 7) {
    return svg`<path class="cross" d="M${x - size / 2} ${y - size / 2}l${size} ${size}m0 ${-size}l${-size} ${size}" />`;
}

function box({ x, y, width, height }, content) {
    return svg`<foreignObject x=${x} y=${y} width=${width} height=${height}>${html`${content}`}</foreignObject>`;
}

function gatewayCard({ node }, groupedBy) {
    if (groupedBy) {
        return groupCard(node, node.name ?? t('topology.noRegion'), `${href('gateways')}${query('q', node.name)}`, 'gateway');
    }
    return html`<a class="node node-gateway node-${statusOf(node)}" href=${href('gateways', node.id)} data-tip=${tipOf(node)}>
        ${clientMark(node)}<span class="node-name">${node.name}</span>
    </a>`;
}

function agentCard(card, groupedBy, detail) {
    const { node } = card;
    if (groupedBy) {
        return groupCard(node, groupName(node, groupedBy), groupLink(node, groupedBy), 'agent');
    }
    const head = html`<a class="node-head" href=${href('agents', node.id)} data-tip=${tipOf(node)}>
        ${clientMark(node)}<span class="node-name">${node.name}</span>
        ${detail === 'full' ? '' : html`<span class="node-count" aria-label=${tunnelCount(node)}>${number(node.tunnels.total)}</span>`}
    </a>`;
    if (detail !== 'full') {
        return html`<div class="node node-compact node-${statusOf(node)}">${head}</div>`;
    }
    return html`<div class="node node-full node-${statusOf(node)}">
        ${head}
        ${card.tunnels.length
            ? html`<ul>
                  ${card.tunnels.map(tunnelRow)}
                  ${card.rest ? html`<li><a href=${href('agents', node.id)}>${plural('topology.more', card.rest)}</a></li>` : ''}
              </ul>`
            : ''}
    </div>`;
}

function tunnelRow({ id, domain, state }) {
    const [kind, key] = TUNNEL_MARKS[state] ?? TUNNEL_MARKS.unknown;
    return html`<li>
        <a href=${href('tunnels', id)} data-tip=${`${domain}: ${t(key)}`}>${mark(kind, hidden(t(key)))}<span class="node-name">${domain}</span></a>
    </li>`;
}

function groupCard(node, name, link, kind) {
    const { online, error, offline, neverConnected } = node.clients;
    return html`<a class="node node-group" href=${link} data-tip=${tipOf(node)}>
        <span class="node-head"
            ><span class="node-name">${name}</span><span class="node-count">${number(online + error + offline + neverConnected)}</span></span
        >
        ${statusBar(node.clients)}
        <span class="node-marks">
            ${STATUSES.filter((status) => node.clients[status] > 0).map((status) => {
                const [mine, key] = CLIENT_MARKS[status];
                return mark(mine, html`${hidden(t(key))} ${number(node.clients[status])}`);
            })}
        </span>
        ${kind === 'agent' ? html`<span class="node-numbers">${tunnelCount(node)}</span>` : ''}
    </a>`;
}

function tunnelCount({ tunnels }) {
    const all = plural('topology.tunnels', tunnels.total);
    return tunnels.down ? `${all}, ${t('topology.down', { count: tunnels.down })}` : all;
}

function groupName({ name }, groupedBy) {
    if (name === null) {
        return t('topology.others');
    }
    return groupedBy === 'status' ? t('topology.group.' + name) : name;
}

function groupLink({ name }, groupedBy) {
    const status = name?.replace('_idle', '').replace('never_connected', 'offline');
    return href('agents') + (groupedBy === 'status' ? query('status', status) : query('q', name));
}

function query(name, value) {
    return value ? `?${new URLSearchParams({ [name]: value })}` : '';
}

/** The status of a client, or the worst of a group. */
function statusOf({ clients }) {
    return Object.keys(CLIENT_MARKS).find((status) => clients[status] > 0) ?? 'online';
}

function clientMark(node) {
    const [kind, key] = CLIENT_MARKS[statusOf(node)];
    return mark(kind, hidden(t(key)));
}

function hidden(text) {
    return html`<span class="visually-hidden">${text}</span>`;
}

/** Everything about a node, for hover and focus. */
function tipOf({ id, name, clients, tunnels }) {
    const statuses = Object.entries(CLIENT_MARKS)
        .filter(([status]) => clients[status] > 0)
        .map(([status, [, key]]) => (id ? t(key) : `${t(key)}: ${number(clients[status])}`));
    const states = Object.entries(TUNNEL_MARKS)
        .filter(([state]) => numberOf(tunnels, state) > 0)
        .map(([state, [, key]]) => `${t(key)}: ${number(numberOf(tunnels, state))}`);
    const first = [name, ...statuses].filter(Boolean).join(' · ');
    return states.length ? `${first} · ${t('nav.tunnels')} (${states.join(', ')})` : first;
}

/** What the picture says, as a text. */
export function summary({ agents, gateways }) {
    const online = ({ nodes }) => nodes.reduce((sum, { clients }) => sum + clients.online + clients.error, 0);
    const tunnels = (state) => agents.nodes.reduce((sum, node) => sum + numberOf(node.tunnels, state), 0);
    return t('topology.summary', {
        gatewaysOnline: online(gateways),
        gateways: gateways.total,
        agentsOnline: online(agents),
        agents: agents.total,
        up: tunnels('up'),
        down: tunnels('down'),
    });
}

function legend() {
    const sample = (state) => html`<svg class="legend-line" viewBox="0 0 34 12" aria-hidden="true">
        <path class="line line-${state}" d="M1 6H33" />${state === 'down' ? cross(17, 6) : ''}
    </svg>`;
    return html`<div class="legend">
        <ul aria-label=${t('topology.legend.clients')}>
            ${STATUSES.map((status) => CLIENT_MARKS[status]).map(([kind, key]) => html`<li>${mark(kind, t(key))}</li>`)}
        </ul>
        <ul aria-label=${t('topology.legend.tunnels')}>
            ${['up', 'down', 'unknown', 'disabled'].map(
                (state) => html`<li>${sample(state)}${t('topology.line', { state: t(TUNNEL_MARKS[state][1]) })}</li>`,
            )}
        </ul>
    </div>`;
}

customElements.define('topology-picture', TopologyPicture);
