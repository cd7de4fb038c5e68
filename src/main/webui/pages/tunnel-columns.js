import { html } from 'lit';
import { t } from '../core/i18n.js';
import { href } from '../core/router.js';
import { session } from '../core/session.js';
import { rowButton } from '../ui/page-head.js';
import { tunnelState, tunnelStatus } from '../ui/status-mark.js';
import { certificateMark, certificateOf } from './certificate-words.js';
import { deleteTunnel, editTunnel, switchTunnel } from './tunnel-actions.js';

/** Worst first. */
const ORDER = ['offline', 'down', 'other', 'unknown', 'up', 'disabled'];

/**
 * The columns of a list of tunnels.
 *
 * @param {{agent?: boolean, statusOf?: (tunnel: any) => string | undefined}} which whether each row names its agent; the status of
 *     the agent of a tunnel
 * @returns {any[]}
 */
export function tunnelColumns({ agent = true, statusOf = agentStatus } = {}) {
    return [
        {
            key: 'domain',
            label: t('field.domain'),
            cell: ({ id, domain }) => html`<a href=${href('tunnels', id)}>${domain}</a>`,
            sort: ({ domain }) => domain,
        },
        {
            key: 'status',
            label: t('field.status'),
            cell: (tunnel) => tunnelStatus(tunnel, statusOf(tunnel)),
            sort: (tunnel) => ORDER.indexOf(tunnelState(tunnel, statusOf(tunnel))),
        },
        agent && {
            key: 'agent',
            label: t('field.agent'),
            cell: (tunnel) => html`<a href=${href('agents', tunnel.agentId)}>${agentName(tunnel)}</a>`,
            sort: agentName,
            kind: 'middle',
        },
        {
            key: 'target',
            label: t('field.target'),
            cell: ({ target }) => html`<span class="code">${target}</span>`,
            sort: ({ target }) => target,
            kind: 'middle',
        },
        {
            key: 'certificate',
            label: t('field.certificate'),
            cell: (tunnel) => certificateMark(certificateOf(tunnel.domain)),
            sort: (tunnel) => expiry(certificateOf(tunnel.domain)),
            kind: 'wide',
        },
        session.may('operator') && {
            key: 'actions',
            label: t('table.actions'),
            kind: 'row-actions row-actions-3 middle',
            cell: (tunnel) => [
                rowButton('edit', t('tunnel.edit.of', { domain: tunnel.domain }), () => editTunnel(tunnel.id)),
                tunnel.enabled
                    ? rowButton('power', t('tunnel.disable.of', { domain: tunnel.domain }), () => switchTunnel(tunnel, false))
                    : rowButton('power', t('tunnel.enable.of', { domain: tunnel.domain }), () => switchTunnel(tunnel, true)),
                rowButton('trash', t('tunnel.delete.of', { domain: tunnel.domain }), () => deleteTunnel(tunnel)),
            ],
        },
    ].filter(Boolean);
}

/** The name of a tunnel's agent, which is read a moment later when only its id is known. */
export function agentName({ agentName: known }) {
    return known ?? '…';
}

/** The status of a tunnel's agent, which is read a moment later as well. */
export function agentStatus({ agentStatus: known }) {
    return known;
}

function expiry(certificate) {
    return certificate ? Date.parse(certificate.expiresAt) : null;
}
