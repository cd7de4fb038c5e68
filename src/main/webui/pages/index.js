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
        path: '/system',
        section: 'system',
        title: 'nav.system',
        icon: 'system',
        tag: 'system-page',
        load: () => import('./system-page.js'),
    },
];
