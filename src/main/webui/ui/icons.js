import { html, svg } from 'lit';

/** Shapes of 20 by 20, drawn as lines in the colour of the text. */
const SHAPES = {
    overview: svg`<path d="M3 11.5a7 7 0 0 1 14 0M10 11.5l3-3M3 15h14" />`,
    agents: svg`<rect x="3" y="3.5" width="14" height="5.5" rx="1.5" /><rect x="3" y="11" width="14" height="5.5" rx="1.5" /><path d="M6 6.25h.01M6 13.75h.01M9 6.25h5M9 13.75h5" />`,
    gateways: svg`<path d="M4 17V9a6 6 0 0 1 12 0v8M2.5 17h15M8 17v-6.5a2 2 0 0 1 4 0V17" />`,
    tunnels: svg`<path d="M2.5 10h3m9 0h3M5.5 10c0-3 2-4.5 4.5-4.5S14.5 7 14.5 10 12.5 14.500 10 14.500 5.500 13 5.500 10Z" /><path d="M8 10h4" />`,
    certificates: svg`<path d="M10 2.500l6 2v5c0 4-2.500 6.500-6 8-3.500-1.500-6-4-6-8v-5z" /><path d="M7.500 10l1.800 1.800L12.800 8" />`,
    audit: svg`<path d="M5 2.500h7l3.500 3.500v11.500H5z" /><path d="M8 9h5M8 12h5M8 6h2" />`,
    tokens: svg`<circle cx="6.500" cy="13" r="3.500" /><path d="M9 10.500l7-7M13 6.500l2.500 2.500M11 8.500l1.500 1.500" />`,
    enrollment: svg`<rect x="3" y="7" width="9.500" height="9.500" rx="1.500" /><path d="M6 13.200h.01M8.500 13.200h1M15 3v6M12 6h6" />`,
    system: svg`<circle cx="10" cy="10" r="2.500" /><path d="M10 2.500v2.500M10 15v2.500M2.500 10H5M15 10h2.500M4.700 4.700l1.800 1.800M13.500 13.500l1.800 1.800M4.700 15.300l1.800-1.800M13.500 6.500l1.800-1.800" />`,
    search: svg`<circle cx="9" cy="9" r="5" /><path d="M13 13l4 4" />`,
    menu: svg`<path d="M3 5.500h14M3 10h14M3 14.500h14" />`,
    close: svg`<path d="M5 5l10 10M15 5L5 15" />`,
    copy: svg`<rect x="7" y="7" width="10" height="10" rx="2" /><path d="M13 7V5a2 2 0 0 0-2-2H5a2 2 0 0 0-2 2v6a2 2 0 0 0 2 2h2" />`,
    check: svg`<path d="M4 10.500l4 4 8-9" />`,
    plus: svg`<path d="M10 4v12M4 10h12" />`,
    edit: svg`<path d="M12.500 4.500l3 3L7 16H4v-3z" />`,
    trash: svg`<path d="M4 6h12M8 6V4h4v2M6 6l.7 11h6.600L14 6M8.500 9v5M11.500 9v5" />`,
    key: svg`<circle cx="6.500" cy="13" r="3.500" /><path d="M9 10.500l7-7M13 6.500l2.500 2.500" />`,
    rotate: svg`<path d="M16 10a6 6 0 1 1-2-4.500M16 3v3.500h-3.500" />`,
    logout: svg`<path d="M8 3H4v14h4M12 6.500l3.500 3.500-3.500 3.500M15.500 10H8" />`,
    language: svg`<circle cx="10" cy="10" r="7" /><path d="M3 10h14M10 3c2.500 2 3 4.500 3 7s-.5 5-3 7c-2.500-2-3-4.500-3-7s.5-5 3-7Z" />`,
    warning: svg`<path d="M10 3.500l7.500 13h-15z" /><path d="M10 8v4M10 14.200v.01" />`,
    power: svg`<path d="M10 3v6M6 5.500a6 6 0 1 0 8 0" />`,
    move: svg`<path d="M3 7h12l-3-3M17 13H5l3 3" />`,
    up: svg`<path d="M6 12l4-4 4 4" />`,
    down: svg`<path d="M6 8l4 4 4-4" />`,
    right: svg`<path d="M8 6l4 4-4 4" />`,
    download: svg`<path d="M10 3v9M6 8.500l4 4 4-4M4 16.500h12" />`,
    external: svg`<path d="M8 4H4v12h12v-4M11 4h5v5M16 4l-7 7" />`,
    offline: svg`<path d="M3 3l14 14M5.500 8.500A7 7 0 0 1 8 7M2.500 6A11 11 0 0 1 5 4.300M9 4a11 11 0 0 1 8.500 2M13 8a7 7 0 0 1 1.500.7M10 15v.01" />`,
};

/**
 * A small picture beside a text; without meaning of its own.
 *
 * @param {keyof typeof SHAPES} name
 */
export function icon(name) {
    return html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">${SHAPES[name]}</svg>`;
}

/** The product's mark: a path that passes below a hill. */
export function logo() {
    return html`<svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
        <rect class="logo-ground" width="32" height="32" rx="8" />
        <path class="logo-hill" d="M5 22c4-11 8-13 11-13s7 2 11 13" />
        <path class="logo-path" d="M5 25h6c4 0 4-9 10-9h6" />
    </svg>`;
}
