import { plural, t } from '../core/i18n.js';

const ROLES = { viewer: 'role.viewer', operator: 'role.operator', admin: 'role.admin' };

/** @param {string} role */
export function roleName(role) {
    return Object.hasOwn(ROLES, role) ? t(ROLES[role]) : role;
}

/**
 * What a failed call means to the person.
 *
 * @param {any} failure
 */
export function explain(failure) {
    if (failure.isNetwork) {
        return t('failure.network');
    }
    if (failure.isForbidden && failure.role) {
        return t('failure.role', { role: roleName(failure.role) });
    }
    if (failure.status === 401) {
        return t('failure.session');
    }
    if (failure.isNotFound) {
        return t('failure.gone');
    }
    if (failure.isModified) {
        return t('failure.modified');
    }
    const fields = Object.entries(failure.details ?? {}).map(([field, fault]) => `${field}: ${fault}`);
    if (fields.length) {
        return fields.join('; ');
    }
    return failure.message || t('failure.unknown');
}

/** @param {number} days until a certificate ends */
export function daysLeft(days) {
    return days < 0 ? t('days.expired') : plural('days.left', days);
}
