import { api } from '../core/api.js';
import { t } from '../core/i18n.js';
import { store } from '../core/store.js';
import { confirm } from '../ui/confirm.js';
import { formDialog } from '../ui/form-dialog.js';
import { showSecret } from '../ui/secret-dialog.js';
import { toast } from '../ui/toasts.js';
import { lifetimes, typeName } from './enrollment-words.js';
import { metadataField, withMetadata } from './metadata.js';

const PATH = '/api/enrollment-keys';
const DAY_MILLIS = 86_400_000;

function fields() {
    return [
        { name: 'name', label: t('field.name'), hint: t('enrollment.name.hint') },
        { name: 'type', label: t('enrollment.type'), type: 'select', options: ['agent', 'gateway'].map((value) => ({ value, label: typeName(value) })) },
        { name: 'uses', label: t('enrollment.uses'), optional: true, hint: t('enrollment.uses.hint') },
        { name: 'expiresAt', label: t('token.expires'), type: 'instant', optional: true, hint: t('token.expires.hint') },
        { name: 'region', label: t('field.region'), optional: true, hint: t('enrollment.region.hint') },
        { name: 'ephemeralAfter', label: t('enrollment.ephemeral'), type: 'select', options: lifetimes(), hint: t('enrollment.ephemeral.hint') },
        metadataField({ optional: true, rows: 3 }),
    ];
}

/** Creates an enrollment key, and shows it once with the command that uses it. */
export async function createKey() {
    const key = await formDialog({
        title: t('enrollment.create'),
        action: t('action.create'),
        fields: fields(),
        values: { type: 'agent', uses: '1', expiresAt: tomorrow(), ephemeralAfter: '' },
        submit: async ({ metadata, ...values }) => (await api.post(PATH, undefined, { text: withMetadata(body(values), metadata) })).data,
    });
    if (key) {
        store.enrollmentKeys.refresh();
        await showSecret({
            title: t('enrollment.created', { name: key.name }),
            label: t('enrollment.key'),
            secret: key.key,
            lines: `KAKUREMICHI_ENROLLMENT_KEY=${key.key} \\\n  kakuremichi-control enroll --url ${location.origin} --output ${key.type}.env\n`,
            linesLabel: t('enrollment.command'),
        });
    }
}

/** A day from now as the field has it: in the time zone of the browser, without seconds. */
function tomorrow() {
    const now = new Date();
    return new Date(now.getTime() + DAY_MILLIS - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function body({ name, type, uses, expiresAt, region, ephemeralAfter }) {
    if (uses !== null && !/^[0-9]{1,7}$/.test(uses)) {
        throw { details: { uses: t('enrollment.uses.invalid') } };
    }
    return {
        name,
        type,
        uses: uses === null ? null : Number(uses),
        expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
        ...(region === null ? {} : { region }),
        ...(ephemeralAfter === '' ? {} : { ephemeral: true, ephemeralAfter }),
    };
}

/** Revokes a key that can be used; it stays in the list. */
export async function revokeKey(key) {
    const done = await ask(key, t('enrollment.revoke'), t('enrollment.revocation', { name: key.name }));
    if (done) {
        store.enrollmentKeys.refresh();
        toast(t('enrollment.revoked', { name: key.name }));
    }
}

/** Deletes a key that can no longer be used. */
export async function deleteKey(key) {
    const done = await ask(key, t('enrollment.delete'), t('enrollment.deletion', { name: key.name }));
    if (done) {
        store.enrollmentKeys.remove(key.id);
        toast(t('enrollment.deleted', { name: key.name }));
    }
}

function ask({ id, name }, action, text) {
    // The version, because the call deletes a key that was revoked meanwhile.
    const run = async () => {
        const { data, etag } = await api.get(`${PATH}/${id}`);
        store.enrollmentKeys.put(id, data);
        return api.delete(`${PATH}/${id}`, { ifMatch: etag });
    };
    return confirm({ title: action, text, action, name, run });
}
