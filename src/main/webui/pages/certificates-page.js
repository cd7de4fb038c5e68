import { html } from 'lit';
import { day, exact } from '../core/clock.js';
import { api } from '../core/api.js';
import { t } from '../core/i18n.js';
import { session } from '../core/session.js';
import { store } from '../core/store.js';
import { confirm } from '../ui/confirm.js';
import { icon } from '../ui/icons.js';
import { pageHead, rowButton } from '../ui/page-head.js';
import { validity } from '../ui/status-mark.js';
import { toast } from '../ui/toasts.js';
import { View } from '../ui/view.js';
import { certificateMark } from './certificate-words.js';
import '../ui/data-table.js';

/** The certificates that gateways obtained and share. */
class CertificatesPage extends View {
    render() {
        return html`${pageHead(t('nav.certificates'), { intro: t('certificates.intro') })}
            <data-table
                key="domain"
                .label=${t('nav.certificates')}
                .collection=${store.certificates}
                .columns=${columns()}
                .filters=${filters()}
                .searchText=${({ domain, issuer }) => `${domain} ${issuer}`}
                .empty=${empty}
            ></data-table>`;
    }
}

function columns() {
    return [
        { key: 'domain', label: t('field.domain'), cell: ({ domain }) => domain, sort: ({ domain }) => domain },
        {
            key: 'left',
            label: t('certificate.left'),
            cell: certificateMark,
            sort: ({ expiresAt }) => Date.parse(expiresAt),
        },
        { key: 'expires', label: t('certificate.expires'), cell: ({ expiresAt }) => html`<time datetime=${expiresAt} tabindex="0" data-tip=${exact(expiresAt)}>${day(expiresAt)}</time>`, kind: 'middle' },
        { key: 'issuer', label: t('certificate.issuer'), cell: issuerName, sort: ({ issuer }) => issuer, kind: 'wide' },
        {
            key: 'renewed',
            label: t('certificate.renewed'),
            cell: ({ lastRenewedAt }) => html`<time-ago .value=${lastRenewedAt}></time-ago>`,
            sort: ({ lastRenewedAt }) => Date.parse(lastRenewedAt),
            kind: 'wide',
        },
        {
            key: 'renewal',
            label: t('certificate.autoRenew'),
            cell: ({ autoRenew }) => t(autoRenew ? 'answer.yes' : 'answer.no'),
            kind: 'wide',
        },
        session.may('admin') && {
            key: 'actions',
            label: t('table.actions'),
            kind: 'row-actions',
            cell: ({ domain }) => rowButton('trash', t('certificate.delete.of', { domain }), () => remove(domain)),
        },
    ].filter(Boolean);
}

/** The organisation of a distinguished name, else the whole. */
function issuerName({ issuer }) {
    const organisation = /(?:^|,)O=("[^"]+"|[^,]+)/.exec(issuer ?? '');
    return html`<span data-tip=${issuer}>${organisation ? organisation[1].replaceAll('"', '') : issuer}</span>`;
}

function filters() {
    return [
        {
            name: 'status',
            label: t('certificate.left'),
            options: [
                { value: 'soon', label: t('certificate.soon') },
                { value: 'expired', label: t('days.expired') },
            ],
            matches: ({ expiresAt }, wanted) => {
                const { days } = validity(expiresAt);
                return wanted === 'expired' ? days < 0 : days >= 0 && days < 21;
            },
        },
    ];
}

async function remove(domain) {
    const path = `/api/certificates/${encodeURIComponent(domain)}`;
    const done = await confirm({
        title: t('certificate.delete'),
        text: t('certificate.deletion', { domain }),
        action: t('action.delete'),
        name: domain,
        run: async () => {
            const { etag } = await api.get(path);
            return api.delete(path, { ifMatch: etag });
        },
    });
    if (done) {
        store.certificates.remove(domain);
        toast(t('certificate.deleted', { domain }));
    }
}

function empty() {
    return html`<section class="empty">
        ${icon('certificates')}
        <h2>${t('certificates.empty')}</h2>
        <p class="lead">${t('certificates.start')}</p>
    </section>`;
}

customElements.define('certificates-page', CertificatesPage);
