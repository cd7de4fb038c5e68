import { t } from '../core/i18n.js';
import { store } from '../core/store.js';

/** What differs between agents and gateways. Texts are made when they are shown, in the language of then. */
export const CLIENT_KINDS = {
    agent: {
        kind: 'agent',
        section: 'agents',
        path: '/api/agents',
        collection: store.agents,
        title: () => t('nav.agents'),
        intro: () => t('agents.intro'),
        create: () => t('agents.create'),
        created: (name) => t('agents.created', { name }),
        empty: () => t('agents.empty'),
        deletion: (name) => t('agents.deletion', { name }),
        deleteTitle: () => t('agents.delete'),
        exampleKey: 'agt_…',
        fields: () => [nameField()],
    },
    gateway: {
        kind: 'gateway',
        section: 'gateways',
        path: '/api/gateways',
        collection: store.gateways,
        title: () => t('nav.gateways'),
        intro: () => t('gateways.intro'),
        create: () => t('gateways.create'),
        created: (name) => t('gateways.created', { name }),
        empty: () => t('gateways.empty'),
        deletion: (name) => t('gateways.deletion', { name }),
        deleteTitle: () => t('gateways.delete'),
        exampleKey: 'gtw_…',
        fields: gatewayFields,
    },
};

function nameField() {
    return { name: 'name', label: t('field.name'), hint: t('field.name.hint') };
}

function gatewayFields() {
    return [
        nameField(),
        { name: 'region', label: t('field.region'), optional: true },
        { name: 'publicIp', label: t('field.publicIp'), hint: t('field.publicIp.hint'), optional: true },
    ];
}
