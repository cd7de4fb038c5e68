import { html, svg } from 'lit';
import { plural, t } from '../core/i18n.js';

/** Each status has a colour, a shape and a text, so that none of them is needed to tell it. */
const SHAPES = {
    good: svg`<circle cx="6" cy="6" r="5" />`,
    partly: svg`<circle class="hollow" cx="6" cy="6" r="4.200" /><path d="M6 1.800a4.200 4.200 0 0 1 0 8.400z" />`,
    bad: svg`<path d="M6 .8 11.600 11H.4z" />`,
    idle: svg`<circle class="hollow" cx="6" cy="6" r="4.200" />`,
    off: svg`<rect x="2" y="1.500" width="3" height="9" rx="1" /><rect x="7" y="1.500" width="3" height="9" rx="1" />`,
    unknown: svg`<path class="hollow" d="M6 1l5 5-5 5-5-5z" />`,
};

/**
 * A status as a mark and a text.
 *
 * @param {keyof typeof SHAPES} kind
 * @param {string} text
 */
export function mark(kind, text) {
    return html`<span class="status status-${kind}"
        ><svg class="mark" viewBox="0 0 12 12" aria-hidden="true">${SHAPES[kind]}</svg><span>${text}</span></span
    >`;
}

const CLIENT = {
    online: ['good', 'status.online'],
    offline: ['idle', 'status.offline'],
    error: ['bad', 'status.error'],
};

/** @param {'online' | 'offline' | 'error'} status of an agent or a gateway */
export function clientStatus(status) {
    const [kind, key] = CLIENT[status] ?? ['unknown', 'status.unknown'];
    return mark(kind, t(key));
}

const UP = ['active', 'up', 'running', 'connected', 'online', 'ok', 'ready', 'healthy'];
const DOWN = ['down', 'error', 'failed', 'inactive', 'disconnected', 'offline', 'unhealthy', 'stopped'];

/**
 * What is known of a tunnel: agents report free texts, of which some are common. What an agent reported before it went offline is not
 * true any more.
 *
 * @param {{enabled: boolean, reportedStatus: string | null}} tunnel
 * @param {string} [agentStatus] the status of its agent, if it is known
 * @returns {'disabled' | 'offline' | 'unknown' | 'up' | 'down' | 'other'}
 */
export function tunnelState({ enabled, reportedStatus }, agentStatus) {
    if (!enabled) {
        return 'disabled';
    }
    if (agentStatus === 'offline') {
        return 'offline';
    }
    const reported = reportedStatus?.toLowerCase();
    if (!reported) {
        return 'unknown';
    }
    return UP.includes(reported) ? 'up' : DOWN.includes(reported) ? 'down' : 'other';
}

/**
 * @param {{enabled: boolean, reportedStatus: string | null}} tunnel
 * @param {string} [agentStatus]
 */
export function tunnelStatus(tunnel, agentStatus) {
    switch (tunnelState(tunnel, agentStatus)) {
        case 'disabled':
            return mark('off', t('status.disabled'));
        case 'offline':
            return mark('bad', t('status.agentOffline'));
        case 'up':
            return mark('good', t('status.up'));
        case 'down':
            return mark('bad', t('status.down'));
        case 'other':
            return mark('partly', tunnel.reportedStatus);
        default:
            return mark('unknown', t('status.unreported'));
    }
}

/**
 * Whether a client has what it should have.
 *
 * @param {{status: string, revisionWanted: number | null, revisionApplied: number | null,
 *     lastError: {revision: number} | null}} client
 */
export function syncStatus({ status, revisionWanted, revisionApplied, lastError }) {
    if (lastError && lastError.revision > (revisionApplied ?? -1)) {
        return mark('bad', t('sync.failed'));
    }
    if (revisionWanted === null || revisionApplied === null) {
        return mark('unknown', t('sync.unknown'));
    }
    const behind = revisionWanted - revisionApplied;
    if (behind <= 0) {
        return mark('good', t('sync.current'));
    }
    return mark(status === 'offline' ? 'idle' : 'partly', plural('sync.behind', behind));
}

const KEYS = {
    pending: ['partly', 'key.pending'],
    delivered: ['partly', 'key.delivered'],
    confirmed: ['good', 'key.confirmed'],
    own: ['good', 'key.own'],
};

/** @param {'pending' | 'delivered' | 'confirmed' | 'own'} state of the delivery of a WireGuard key */
export function keyStatus(state) {
    const [kind, key] = KEYS[state] ?? ['unknown', 'status.unknown'];
    return mark(kind, t(key));
}

/**
 * How long a certificate is valid.
 *
 * @param {string} expiresAt
 * @returns {{days: number, kind: 'good' | 'partly' | 'bad'}}
 */
export function validity(expiresAt) {
    const days = Math.floor((Date.parse(expiresAt) - Date.now()) / 86_400_000);
    return { days, kind: days < 7 ? 'bad' : days < 21 ? 'partly' : 'good' };
}
