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

/** The filters of the lists that show the subjects of a kind of problem. */
const FILTERS = {
    tunnel_down: { status: 'down' },
    certificate_expired: { status: 'expired' },
    certificate_expiring: { status: 'soon' },
    client_offline: { status: 'offline' },
    client_error: { is: 'error' },
    client_lagging: { is: 'behind' },
    key_not_delivered: { is: 'key' },
    never_connected: { status: 'offline' },
};

/** The lists of subjects other than clients. */
const SECTIONS = {
    replica_lost: 'system',
    tunnel_down: 'tunnels',
    certificate_expired: 'certificates',
    certificate_expiring: 'certificates',
};

const MARKS = { severe: 'bad', moderate: 'partly', mild: 'idle' };

/** @param {{kind: string, id: string}} subject */
export function placeOf(subject) {
    return PLACES[subject.kind]?.(subject) ?? href();
}

/**
 * @param {string} kind of problems
 * @param {'agents' | 'gateways'} clients the list of clients, if it is a problem of clients
 */
export function listOf(kind, clients = 'agents') {
    const query = new URLSearchParams(FILTERS[kind] ?? {}).toString();
    return href(SECTIONS[kind] ?? clients) + (query ? `?${query}` : '');
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
