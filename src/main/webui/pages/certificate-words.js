import { html } from 'lit';
import { exact } from '../core/clock.js';
import { t } from '../core/i18n.js';
import { store } from '../core/store.js';
import { daysLeft } from '../ui/failures.js';
import { mark, validity } from '../ui/status-mark.js';

/**
 * The certificate that serves a domain: its own, or that of the wildcard above it.
 *
 * @param {string} domain
 */
export function certificateOf(domain) {
    const { items } = store.certificates;
    return items.get(domain) ?? items.get(domain.replace(/^[^.]+/, '*')) ?? null;
}

/** How long a certificate is valid, as a mark; the exact end on hover. */
export function certificateMark(certificate) {
    if (!certificate) {
        return html`<span class="faint">${t('certificate.none')}</span>`;
    }
    const { days, kind } = validity(certificate.expiresAt);
    return html`<span data-tip=${exact(certificate.expiresAt)}>${mark(kind, daysLeft(days))}</span>`;
}
