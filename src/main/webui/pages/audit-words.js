import { t } from '../core/i18n.js';
import { mark } from '../ui/status-mark.js';

const OUTCOMES = {
    success: ['good', 'outcome.success'],
    replayed: ['good', 'outcome.replayed'],
    denied: ['bad', 'outcome.denied'],
    failed: ['partly', 'outcome.failed'],
};

/** @param {{outcome: string}} entry of the audit */
export function outcome(entry) {
    const [kind, key] = OUTCOMES[entry.outcome] ?? ['unknown', 'status.unknown'];
    return mark(kind, t(key));
}

/** The outcomes, for a filter. */
export function outcomes() {
    return Object.entries(OUTCOMES).map(([value, [, key]]) => ({ value, label: t(key) }));
}
