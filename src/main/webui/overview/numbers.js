import { html, nothing } from 'lit';
import { number, t } from '../core/i18n.js';
import { href } from '../core/router.js';
import { icon } from '../ui/icons.js';
import { mark } from '../ui/status-mark.js';
import { statusBar } from './status-bar.js';

/**
 * The four numbers that answer whether everything runs; each leads to its list.
 *
 * @param {any} overview the answer of `/api/overview`
 */
export function numbers({ agents, gateways, tunnels, certificates }) {
    return html`<div class="tiles">
        ${clientTile('gateways', gateways)} ${clientTile('agents', agents)} ${tunnelTile(tunnels)} ${certificateTile(certificates)}
    </div>`;
}

function clientTile(section, { total, online, error, neverConnected }) {
    const offline = total - online - neverConnected;
    return tile(section, {
        value: number(online),
        of: total ? t('tile.online', { total }) : t('tile.none'),
        bar: statusBar({ online: online - error, error, offline, neverConnected }),
        parts: [
            ['good', 'status.online', online - error, { status: 'online' }],
            ['bad', 'status.error', error, { status: 'error' }],
            ['idle', 'status.offline', offline, { status: 'offline' }],
            ['unknown', 'topology.never', neverConnected, { status: 'offline' }],
        ],
    });
}

function tunnelTile({ total, enabled, up, down, unknown }) {
    const disabled = total - enabled;
    return tile('tunnels', {
        value: number(up),
        of: total ? t('tile.up', { enabled }) : t('tile.none'),
        bar: statusBar({ up, down, unknown, disabled }, ['up', 'down', 'unknown', 'disabled']),
        parts: [
            ['good', 'status.up', up, { status: 'up' }],
            ['bad', 'status.down', down, { status: 'down' }],
            ['unknown', 'status.unreported', unknown, { status: 'unknown' }],
            ['off', 'status.disabled', disabled, { status: 'disabled' }],
        ],
        note: t('tile.downNote'),
    });
}

function certificateTile({ total, expired, expiringSoon, within30Days, within60Days }) {
    const later = total - expired - expiringSoon - within30Days - within60Days;
    return tile('certificates', {
        value: number(total - expired),
        of: total ? t('tile.valid', { total }) : t('tile.none'),
        bar: statusBar({ later, within60Days, within30Days, expiringSoon, expired }, [
            'later',
            'within60Days',
            'within30Days',
            'expiringSoon',
            'expired',
        ]),
        parts: [
            ['bad', 'days.expired', expired, { status: 'expired' }],
            ['partly', 'tile.within14', expiringSoon, { status: 'soon' }],
            ['good', 'tile.within30', within30Days, {}],
            ['good', 'tile.within60', within60Days, {}],
            ['good', 'tile.later', later, {}],
        ],
    });
}

/** Only parts that are not zero. */
function tile(section, { value, of, bar, parts, note }) {
    const shown = parts.filter(([, , count]) => count > 0);
    return html`<section class="tile" aria-labelledby="tile-${section}">
        <h2 id="tile-${section}"><a href=${href(section)}>${icon(section)}${t('nav.' + section)}</a></h2>
        <p class="tile-value"><strong>${value}</strong> <span>${of}</span></p>
        ${bar}
        ${shown.length ? html`<ul class="tile-parts">${shown.map((part) => partItem(section, part, note))}</ul>` : ''}
    </section>`;
}

function partItem(section, [kind, key, count, query], note) {
    return html`<li>
        <a href="${href(section)}${queryOf(query)}" data-tip=${kind === 'bad' && note ? note : nothing}
            >${mark(kind, t(key))} <span>${number(count)}</span></a
        >
    </li>`;
}

function queryOf(query) {
    const text = new URLSearchParams(query).toString();
    return text ? `?${text}` : '';
}
