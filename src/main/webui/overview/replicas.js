import { html } from 'lit';
import { plural, t } from '../core/i18n.js';
import { mark } from '../ui/status-mark.js';
import '../ui/time-ago.js';

const MARKS = { running: 'good', stopping: 'partly', lost: 'bad' };

/**
 * The replicas with their connections.
 *
 * @param {any[]} replicas
 */
export function replicaList(replicas) {
    return html`<ul class="replicas">
        ${replicas.map(replica)}
    </ul>`;
}

function replica({ name, state, answering, agents, gateways, lostAt }) {
    return html`<li>
        <strong>${name}</strong>
        <span class="replica-state">${mark(MARKS[state] ?? 'unknown', t('replicas.state.' + state))}</span>
        <span class="faint"
            >${lostAt
                ? html`<time-ago .value=${lostAt}></time-ago>`
                : `${plural('replicas.agents', agents)}, ${plural('replicas.gateways', gateways)}`}</span
        >
        ${answering ? html`<span class="chip">${t('replicas.answering')}</span>` : ''}
    </li>`;
}
