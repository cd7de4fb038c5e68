import { t } from '../core/i18n.js';

/** The field of a form that edits metadata as JSON text, whose numbers stay as they are written. */
export function metadataField(more = {}) {
    return { name: 'metadata', label: t('field.metadata'), type: 'json', hint: t('field.metadata.hint'), ...more };
}

/**
 * The text of a body with metadata.
 *
 * @param {Record<string, any>} body the other fields
 * @param {string | null} metadata as it was entered; null for none
 */
export function withMetadata(body, metadata) {
    if (metadata === null) {
        return JSON.stringify(body);
    }
    check(metadata);
    const others = Object.entries(body).map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)},`);
    return `{${others.join('')}"metadata":${metadata}}`;
}

function check(text) {
    let value;
    try {
        value = JSON.parse(text);
    } catch (failure) {
        throw { details: { metadata: `${t('field.metadata.invalid')} ${failure.message}` } };
    }
    if (typeof value !== 'object' || Array.isArray(value) || value === null) {
        throw { details: { metadata: t('field.metadata.object') } };
    }
}
