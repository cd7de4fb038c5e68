import { duration } from '../core/clock.js';
import { plural, t } from '../core/i18n.js';
import { href } from '../core/router.js';

/** Where a person looks at the subject of a problem. */
const PLACES = {
    agent: ({ id }) => href('agents', id),
    gateway: ({ id }) => href('gateways', id),
    tunnel: ({ id }) => href('tunnels', id),
    certificate: ({ id }) => `${href('certificates')}?${new URLSearchParams({ q: id })}`,
    replica: () => href('system'),
};

/** The lists that show the subjects of a kind of problem, most of which are agents. */
const LISTS = {
    replica_lost: ['system', {}],
    client_offline: ['agents', { status: 'offline' }],
    tunnel_down: ['tunnels', { status: 'down' }],
    certificate_expired: ['certificates', { status: 'expired' }],
    certificate_expiring: ['certificates', { status: 'soon' }],
    client_error: ['agents', { is: 'error' }],
    client_lagging: ['agents', { is: 'behind' }],
    key_not_delivered: ['agents', { is: 'key' }],
    never_connected: ['agents', { status: 'offline' }],
};

const MARKS = { severe: 'bad', moderate: 'partly', mild: 'idle' };

/** @param {{kind: string, id: string}} subject */
export function placeOf(subject) {
    return PLACES[subject.kind]?.(subject) ?? href();
}

/** @param {string} kind of problems */
export function listOf(kind) {
    const [section, filter] = LISTS[kind] ?? ['agents', {}];
    const query = new URLSearchParams(filter).toString();
    return href(section) + (query ? `?${query}` : '');
}

/** @param {'severe' | 'moderate' | 'mild'} severity */
export function markOf(severity) {
    return MARKS[severity] ?? 'unknown';
}

/**
 * A problem in one sentence, without its subject.
 *
 * @param {{kind: string, since: string, count: number | null, detail: string | null}} problem
 */
export function sentenceOf({ kind, since, count, detail }) {
    const age = duration(Date.now() - Date.parse(since));
    switch (kind) {
        case 'client_offline':
            return count ? plural('problem.text.' + kind, count, { age }) : t('problem.text.idle', { age });
        case 'certificate_expiring':
            return plural('problem.text.' + kind, Math.max(0, count ?? 0));
        case 'client_lagging':
            return plural('problem.text.' + kind, count ?? 0, { age });
        case 'client_error':
            return detail ? t('problem.text.reports', { detail }) : t('problem.text.' + kind);
        case 'tunnel_down':
            return t('problem.text.' + kind, { detail: detail ?? '' });
        default:
            return t('problem.text.' + kind, { age });
    }
}

/** @param {string} kind of problems, as a heading of their number */
export function kindName(kind) {
    return t('problem.kind.' + kind);
}
