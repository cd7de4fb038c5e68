import { Collection } from './collection.js';
import { events } from './events.js';
import { session } from './session.js';

/** What the console shows, kept current by the stream of events. */
export const store = {
    agents: new Collection('/api/agents', 'agents'),
    gateways: new Collection('/api/gateways', 'gateways'),
    tunnels: new Collection('/api/tunnels', 'tunnels'),
    certificates: new Collection('/api/certificates', 'certificates', 'domain'),
    tokens: new Collection('/api/tokens', 'tokens'),
    enrollmentKeys: new Collection('/api/enrollment-keys', 'enrollmentKeys'),
};

const NEW_CLIENT = {
    status: 'offline',
    lastSeenAt: null,
    revisionWanted: null,
    revisionApplied: null,
    lastError: null,
    metadata: {},
    keyDelivery: 'pending',
};

/** Fields of which events of a new resource may say nothing. */
const NEW = {
    agent: NEW_CLIENT,
    gateway: { ...NEW_CLIENT, publicIp: null, region: null },
    tunnel: {
        description: null,
        enabled: true,
        httpProxyEnabled: false,
        socksProxyEnabled: false,
        reportedStatus: null,
        reportedAt: null,
    },
};

/** Agents that connected or dropped: their tunnels change together, after a moment, because thousands may come at once. */
const AGENTS_PAUSE_MILLIS = 250;
const agentStatuses = new Map();

/** All tunnels, and the lists of single agents that pages show. */
const tunnelLists = new Set([store.tunnels]);

/**
 * The tunnels of one agent, kept current until {@link closeTunnels}.
 *
 * @param {string} agentId
 */
export function tunnelsOf(agentId) {
    const tunnels = new Collection('/api/tunnels', 'tunnels', 'id', { agentId });
    tunnelLists.add(tunnels);
    return tunnels;
}

/** @param {Collection | null} tunnels */
export function closeTunnels(tunnels) {
    tunnelLists.delete(tunnels);
}

/**
 * Shows what is known of a tunnel wherever it is listed.
 *
 * @param {string} id
 * @param {any} fields
 * @param {any} defaults
 */
export function putTunnel(id, fields, defaults = {}) {
    tunnelLists.forEach((list) => list.put(id, fields, defaults));
}

/** @param {string} id */
export function removeTunnel(id) {
    tunnelLists.forEach((list) => list.remove(id));
}

/** Starts to follow the events. */
export function startStore() {
    events.changes.addEventListener('stale', () => each((collection) => collection.refresh()));
    events.changes.addEventListener('change', ({ detail }) => change(detail));
    events.changes.addEventListener('state', ({ detail }) => state(detail));
    session.subscribe(() => session.identity ?? each((collection) => collection.clear()));
}

function each(action) {
    new Set([...Object.values(store), ...tunnelLists]).forEach(action);
}

function change({ type, at, item }) {
    const kind = type.slice(0, type.lastIndexOf('_'));
    const operation = type.slice(type.lastIndexOf('_') + 1);
    const key = kind === 'certificate' ? item.domain : item.id;
    const collection = store[kind + 's'];
    if (type === 'key_offer') {
        [store.agents, store.gateways].find(({ items }) => items.has(item.id))?.readSoon(item.id);
    }
    if (!collection) {
        return;
    }
    if (operation === 'delete') {
        kind === 'tunnel' ? removeTunnel(key) : collection.remove(key);
        return;
    }
    if (type === 'agent_update') {
        renamed(item);
    }
    const created = operation === 'create' ? { createdAt: at } : {};
    const fields = { ...created, ...known(item), updatedAt: at };
    if (kind === 'tunnel') {
        const agentBefore = store.tunnels.items.get(key)?.agentId;
        putTunnel(key, fields, NEW.tunnel);
        nameAgent(key, agentBefore);
        return;
    }
    collection.put(key, fields, NEW[kind]);
    if (kind === 'gateway' || kind === 'certificate') {
        collection.readSoon(key);
    }
}

/** Tunnels name their agents. */
function renamed({ id, name }) {
    store.tunnels.putEach(({ agentId }) => (agentId === id ? { agentName: name } : undefined));
}

/** Tunnels have the status of their agents. */
function agentStatus(id, status) {
    if (agentStatuses.size === 0) {
        setTimeout(showAgentStatuses, AGENTS_PAUSE_MILLIS);
    }
    agentStatuses.set(id, status);
}

function showAgentStatuses() {
    const statuses = new Map(agentStatuses);
    agentStatuses.clear();
    store.tunnels.putEach(({ agentId }) => (statuses.has(agentId) ? { agentStatus: statuses.get(agentId) } : undefined));
}

/** Events of tunnels have the id of the agent only. */
function nameAgent(id, agentBefore) {
    const tunnel = store.tunnels.items.get(id);
    if (tunnel && tunnel.agentId !== agentBefore) {
        const agent = store.agents.items.get(tunnel.agentId);
        store.tunnels.put(id, { agentName: agent?.name ?? null, agentStatus: agent?.status });
        if (!agent) {
            store.tunnels.readSoon(id);
        }
    }
}

function state({ type, at, item }) {
    if (type === 'client') {
        const { status, revisionApplied, revisionWanted, lastError } = item;
        const fields = {
            status,
            revisionApplied,
            revisionWanted,
            lastError,
            lastSeenAt: at,
        };
        store[item.kind + 's']?.put(item.id, known(fields));
        if (item.kind === 'agent' && status !== undefined) {
            agentStatus(item.id, status);
        }
    } else if (type === 'tunnel_status') {
        putTunnel(item.id, { reportedStatus: item.status, reportedAt: at });
    }
}

/** Without fields that the event does not have. */
function known(fields) {
    return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
