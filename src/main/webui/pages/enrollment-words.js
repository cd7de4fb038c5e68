import { html } from 'lit';
import { period } from '../core/clock.js';
import { number, t } from '../core/i18n.js';
import { href } from '../core/router.js';
import { session } from '../core/session.js';
import { store } from '../core/store.js';

const STATES = {
    active: 'enrollment.state.active',
    used_up: 'enrollment.state.usedUp',
    expired: 'enrollment.state.expired',
    revoked: 'enrollment.state.revoked',
};

const LIFETIMES = ['PT10M', 'PT1H', 'PT24H', 'PT168H'];

/** @param {string} state of an enrollment key */
export function stateName(state) {
    return Object.hasOwn(STATES, state) ? t(STATES[state]) : state;
}

/** @param {'agent' | 'gateway'} type of the clients of an enrollment key */
export function typeName(type) {
    return t(type === 'agent' ? 'field.agent' : 'problem.subject.gateway');
}

/** The uses of an enrollment key and how many it permits. */
export function usesOf({ used, uses }) {
    return `${number(used)} / ${uses === null ? '∞' : number(uses)}`;
}

/**
 * After which time offline a client is removed.
 *
 * @param {string} duration in ISO 8601
 */
export function lifetime(duration) {
    return t('enrollment.after', { time: period(duration) });
}

/** The choices of a form. */
export function lifetimes() {
    return [
        { value: '', label: t('enrollment.after.never') },
        ...LIFETIMES.map((value) => ({ value, label: lifetime(value) })),
    ];
}

/**
 * The enrollment key that a client came by, which may be deleted meanwhile. Only admins see keys.
 *
 * @param {string} id
 */
export function enrollmentKey(id) {
    const name = store.enrollmentKeys.items.get(id)?.name;
    return session.may('admin') && name
        ? html`<a href=${`${href('enrollment')}?q=${encodeURIComponent(id)}`}>${name}</a>`
        : html`<span class="code">${id}</span>`;
}
