import { api } from '../core/api.js';
import { t } from '../core/i18n.js';
import { router } from '../core/router.js';
import { confirm } from '../ui/confirm.js';
import { formDialog } from '../ui/form-dialog.js';
import { managedWarning } from '../ui/page-head.js';
import { environmentLines, showSecret } from '../ui/secret-dialog.js';
import { toast } from '../ui/toasts.js';
import { metadataField, withMetadata } from './metadata.js';

/** Creates a client, shows its key once, and goes to its page. */
export async function createClient(kind) {
    const once = crypto.randomUUID?.();
    const client = await formDialog({
        title: kind.create(),
        action: t('action.create'),
        fields: [...kind.fields(), metadataField({ optional: true, rows: 3 })],
        submit: async ({ metadata, ...values }) => {
            const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
            const text = withMetadata(given, metadata);
            // Another attempt with other values is another operation.
            return (await api.post(kind.path, undefined, { text, once: once && `${once}-${hash(text)}` })).data;
        },
    });
    if (client) {
        await showKey(kind.created(client.name), client.apiKey);
        router.go(`/${kind.section}/${client.id}`);
    }
}

function hash(text) {
    let sum = 0;
    for (const character of text) {
        sum = (sum * 31 + character.codePointAt(0)) >>> 0;
    }
    return sum.toString(36);
}

function showKey(title, apiKey) {
    return showSecret({ title, label: t('field.apiKey'), secret: apiKey, lines: environmentLines(apiKey) });
}

/** Changes the fields of a client that people choose. */
export async function editClient(kind, resource) {
    const answer = await formDialog({
        title: t('client.edit'),
        warning: managedWarning(resource.data),
        action: t('action.save'),
        fields: kind.fields(),
        values: resource.data,
        etag: resource.etag,
        current: () => read(kind, resource.data.id, (data) => data),
        submit: (values, etag, changed) => patch(kind, resource, etag, pick(values, changed)),
    });
    finished(resource, answer);
}

/** Replaces the metadata of a client by an edited text, whose numbers stay as they are written. */
export async function editMetadata(kind, resource) {
    const text = ({ metadata }) => ({ metadata: JSON.stringify(metadata, null, 2) });
    const answer = await formDialog({
        title: t('client.metadata.edit'),
        warning: managedWarning(resource.data),
        action: t('action.save'),
        fields: [metadataField()],
        values: text(resource.data),
        etag: resource.etag,
        current: () => read(kind, resource.data.id, text),
        submit: ({ metadata }, ifMatch) =>
            api.patch(pathOf(kind, resource), undefined, { text: withMetadata({}, metadata), ifMatch, exact: true }),
    });
    finished(resource, answer);
}

/** Starts the rotation of a client's WireGuard key. */
export function rotateKey(kind, resource) {
    return confirm({
        title: t('client.rotate'),
        text: t('client.rotate.text'),
        action: t('client.rotate'),
        harmless: true,
        run: async () => {
            await api.post(`${pathOf(kind, resource)}/wireguard-key`);
            await resource.load();
            toast(t('client.rotate.done'));
        },
    });
}

/** Replaces a client's API key and shows the new one once. */
export async function replaceApiKey(kind, resource) {
    const answer = await confirm({
        title: t('client.newKey'),
        text: t('client.newKey.text', { name: resource.data.name }),
        action: t('client.newKey'),
        run: () => api.post(`${pathOf(kind, resource)}/api-key`),
    });
    if (answer) {
        await showKey(t('client.newKey.of', { name: resource.data.name }), answer.data.apiKey);
        resource.load();
    }
}

/** Deletes a client whose name the person types in. */
export async function deleteClient(kind, resource) {
    const { name } = resource.data;
    const done = await confirm({
        title: kind.deleteTitle(),
        text: kind.deletion(name),
        warning: managedWarning(resource.data),
        action: t('action.delete'),
        name,
        run: () => api.delete(pathOf(kind, resource), { ifMatch: resource.etag }),
    });
    if (done) {
        toast(t('client.deleted', { name }));
        router.go('/' + kind.section);
    }
}

function pathOf(kind, resource) {
    return `${kind.path}/${resource.data.id}`;
}

async function patch(kind, resource, ifMatch, body) {
    return Object.keys(body).length ? api.patch(pathOf(kind, resource), body, { ifMatch, exact: true }) : null;
}

async function read(kind, id, values) {
    const { data, etag } = await api.get(`${kind.path}/${id}`, { exact: true });
    return { values: values(data), etag };
}

function pick(values, names) {
    return Object.fromEntries(names.map((name) => [name, values[name]]));
}

function finished(resource, answer) {
    if (answer) {
        resource.take(answer);
        toast(t('action.saved'));
    }
}
