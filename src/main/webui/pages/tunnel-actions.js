import { api } from '../core/api.js';
import { t } from '../core/i18n.js';
import { router } from '../core/router.js';
import { putTunnel, removeTunnel, store } from '../core/store.js';
import { confirm } from '../ui/confirm.js';
import { explain } from '../ui/failures.js';
import { formDialog } from '../ui/form-dialog.js';
import { managedWarning } from '../ui/page-head.js';
import { toast } from '../ui/toasts.js';

const PATH = '/api/tunnels';

function fields() {
    return [
        { name: 'domain', label: t('field.domain'), hint: t('field.domain.hint') },
        { name: 'agentId', label: t('field.agent'), type: 'agent', show: (id) => store.agents.items.get(id)?.name ?? id },
        { name: 'target', label: t('field.target'), hint: t('field.target.hint') },
        { name: 'description', label: t('field.description'), type: 'long', optional: true },
        check('enabled', t('field.enabled')),
        check('httpProxyEnabled', t('field.httpProxy')),
        check('socksProxyEnabled', t('field.socksProxy'), t('field.proxy.hint')),
    ];
}

function check(name, label, hint) {
    return { name, label, hint, type: 'check', show: (on) => t(on ? 'answer.yes' : 'answer.no') };
}

/** Creates a tunnel. */
export async function createTunnel() {
    const tunnel = await formDialog({
        title: t('tunnels.create'),
        action: t('action.create'),
        fields: fields(),
        values: { enabled: true },
        submit: async (values) => {
            checkAgent(values);
            return (await api.post(PATH, values)).data;
        },
    });
    if (tunnel) {
        putTunnel(tunnel.id, tunnel);
        toast(t('tunnel.created', { domain: tunnel.domain }));
    }
}

/**
 * Changes a tunnel; another agent moves it.
 *
 * @param {string} id
 * @returns {Promise<any>} the answer, undefined if nothing was changed
 */
export async function editTunnel(id) {
    let now;
    try {
        now = await api.get(`${PATH}/${id}`);
    } catch (failure) {
        toast(explain(failure), 'failed');
        return;
    }
    const answer = await formDialog({
        title: t('tunnel.edit'),
        warning: managedWarning(now.data),
        action: t('action.save'),
        fields: fields(),
        values: now.data,
        etag: now.etag,
        current: async () => {
            const { data, etag } = await api.get(`${PATH}/${id}`);
            return { values: data, etag };
        },
        submit: async (values, ifMatch, changed) => {
            checkAgent(values);
            const body = Object.fromEntries(changed.map((name) => [name, values[name]]));
            return changed.length ? api.patch(`${PATH}/${id}`, body, { ifMatch }) : null;
        },
    });
    if (answer) {
        putTunnel(id, answer.data);
        toast(t('action.saved'));
    }
    return answer;
}

function checkAgent({ agentId }) {
    if (!agentId) {
        throw { details: { agentId: t('field.agent.required') } };
    }
}

/** Enables or disables a tunnel. */
export async function switchTunnel({ id, domain }, enabled) {
    try {
        const { etag } = await api.get(`${PATH}/${id}`);
        const { data } = await api.patch(`${PATH}/${id}`, { enabled }, { ifMatch: etag });
        putTunnel(id, data);
        toast(t(enabled ? 'tunnel.enabled' : 'tunnel.disabled', { domain }));
    } catch (failure) {
        toast(explain(failure), 'failed');
    }
}

/** Deletes a tunnel after a question; a page of the tunnel is left. */
export async function deleteTunnel(tunnel) {
    const { id, domain } = tunnel;
    const done = await confirm({
        title: t('tunnel.delete'),
        text: t('tunnel.deletion', { domain }),
        warning: managedWarning(tunnel),
        action: t('action.delete'),
        name: domain,
        run: async () => {
            const { etag } = await api.get(`${PATH}/${id}`);
            return api.delete(`${PATH}/${id}`, { ifMatch: etag });
        },
    });
    if (done) {
        removeTunnel(id);
        toast(t('tunnel.deleted', { domain }));
        if (router.path === `/tunnels/${id}`) {
            router.go('/tunnels');
        }
    }
}
