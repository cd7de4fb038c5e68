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

/** Starts to follow the events. */
export function startStore() {
    events.changes.addEventListener('stale', () => each((collection) => collection.refresh()));
    events.changes.addEventListener('change', ({ detail }) => change(detail));
    events.changes.addEventListener('state', ({ detail }) => state(detail));
    session.subscribe(() => session.identity ?? each((collection) => collection.clear()));
}

function each(action) {
    Object.values(store).forEach(action);
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
        collection.remove(key);
        return;
    }
    if (type === 'agent_update') {
        renamed(item);
    }
    const created = operation === 'create' ? { createdAt: at } : {};
    const agentBefore = collection.items.get(key)?.agentId;
    const fields = { ...created, ...known(item), updatedAt: at };
    collection.put(key, fields, NEW[kind]);
    if (kind === 'gateway' || kind === 'certificate') {
        collection.readSoon(key);
    } else if (kind === 'tunnel') {
        nameAgent(key, agentBefore);
    }
}

/** Tunnels name their agents. */
function renamed({ id, name }) {
    for (const tunnel of store.tunnels.items.values()) {
        if (tunnel.agentId === id) {
            store.tunnels.put(tunnel.id, { agentName: name });
        }
    }
}

/** Events of tunnels have the id of the agent only. */
function nameAgent(id, agentBefore) {
    const tunnel = store.tunnels.items.get(id);
    if (tunnel && tunnel.agentId !== agentBefore) {
        const agentName = store.agents.items.get(tunnel.agentId)?.name ?? null;
        store.tunnels.put(id, { agentName });
        if (agentName === null) {
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
    } else if (type === 'tunnel_status') {
        store.tunnels.put(item.id, { reportedStatus: item.status, reportedAt: at });
    }
}

/** Without fields that the event does not have. */
function known(fields) {
    return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
