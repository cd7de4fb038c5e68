/**
 * The pages of the console, in the order of the navigation. Their modules are loaded when they are first shown. Pages
 * without an icon have no entry in the navigation.
 *
 * @type {import('../core/router.js').Page[]}
 */
export const pages = [
    {
        path: '/',
        section: 'overview',
        title: 'nav.overview',
        icon: 'overview',
        tag: 'overview-page',
        load: () => import('./overview-page.js'),
    },
    {
        path: '/agents',
        section: 'agents',
        title: 'nav.agents',
        icon: 'agents',
        tag: 'agents-page',
        load: () => import('./clients-page.js'),
    },
    {
        path: '/gateways',
        section: 'gateways',
        title: 'nav.gateways',
        icon: 'gateways',
        tag: 'gateways-page',
        load: () => import('./clients-page.js'),
    },
    {
        path: '/tunnels',
        section: 'tunnels',
        title: 'nav.tunnels',
        icon: 'tunnels',
        tag: 'tunnels-page',
        load: () => import('./tunnels-page.js'),
    },
    {
        path: '/certificates',
        section: 'certificates',
        title: 'nav.certificates',
        icon: 'certificates',
        tag: 'certificates-page',
        load: () => import('./certificates-page.js'),
    },
    {
        path: '/audit',
        section: 'audit',
        title: 'nav.audit',
        icon: 'audit',
        role: 'admin',
        tag: 'audit-page',
        load: () => import('./audit-page.js'),
    },
    {
        path: '/tokens',
        section: 'tokens',
        title: 'nav.tokens',
        icon: 'tokens',
        role: 'admin',
        tag: 'tokens-page',
        load: () => import('./tokens-page.js'),
    },
    {
        path: '/enrollment',
        section: 'enrollment',
        title: 'nav.enrollment',
        icon: 'enrollment',
        role: 'admin',
        tag: 'enrollment-page',
        load: () => import('./enrollment-page.js'),
    },
    {
        path: '/system',
        section: 'system',
        title: 'nav.system',
        icon: 'system',
        tag: 'system-page',
        load: () => import('./system-page.js'),
    },
    {
        path: '/agents/:id',
        section: 'agents',
        title: 'nav.agents',
        tag: 'agent-page',
        load: () => import('./client-page.js'),
    },
    {
        path: '/gateways/:id',
        section: 'gateways',
        title: 'nav.gateways',
        tag: 'gateway-page',
        load: () => import('./client-page.js'),
    },
    {
        path: '/tunnels/:id',
        section: 'tunnels',
        title: 'nav.tunnels',
        tag: 'tunnel-page',
        load: () => import('./tunnel-page.js'),
    },
];
