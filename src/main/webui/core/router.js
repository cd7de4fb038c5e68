import { Observable } from './observable.js';

const BASE = '/console';

/**
 * Where the person is: every page has its own path. Links with a path of the console are followed without a request.
 *
 * @typedef {object} Page
 * @property {string} path such as `/agents/:id`
 * @property {string} tag the page's element
 * @property {() => Promise<unknown>} load loads the module of that element
 * @property {string} title a text's key
 * @property {string} section the entry of the navigation that is marked
 * @property {string} [icon] for the navigation
 * @property {string} [role] the role that the page needs
 */
class Router extends Observable {
    /** @type {Page[]} */
    #pages = [];
    #scroll = 0;

    /** @type {{page: Page | null, params: Record<string, string>}} */
    current = { page: null, params: {} };

    /** @param {Page[]} pages */
    start(pages) {
        this.#pages = pages;
        // Long lists are drawn after the browser would scroll.
        history.scrollRestoration = 'manual';
        addEventListener('popstate', () => {
            this.#scroll = history.state?.scroll ?? 0;
            this.#read();
        });
        document.addEventListener('click', (event) => this.#follow(event));
        this.#read();
    }

    get path() {
        return location.pathname.slice(BASE.length) || '/';
    }

    get query() {
        return new URLSearchParams(location.search);
    }

    /**
     * Goes to a page.
     *
     * @param {string} path such as `/agents`
     */
    go(path) {
        history.replaceState({ scroll: scrollY }, '');
        this.#scroll = 0;
        history.pushState(null, '', BASE + path);
        this.#read();
    }

    /** Scrolls to where the person left the page that is drawn now, or to its top. */
    restoreScroll() {
        scrollTo(0, this.#scroll);
    }

    /**
     * Changes the query without a new entry in the history, for filters.
     *
     * @param {Record<string, string>} values an empty text removes the value
     */
    setQuery(values) {
        const query = this.query;
        for (const [name, value] of Object.entries(values)) {
            if (value) {
                query.set(name, value);
            } else {
                query.delete(name);
            }
        }
        const text = query.toString();
        history.replaceState(history.state, '', location.pathname + (text ? '?' + text : ''));
    }

    #read() {
        const path = decodePath(this.path);
        for (const page of this.#pages) {
            const params = match(page.path, path);
            if (params) {
                this.current = { page, params };
                this.changed();
                return;
            }
        }
        this.current = { page: null, params: {} };
        this.changed();
    }

    #follow(event) {
        const link = event.target.closest?.('a[href]');
        const other = event.defaultPrevented || event.button !== 0;
        if (other || !link || link.target || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
            return;
        }
        const path = new URL(link.href).pathname;
        const ours = new URL(link.href).origin === location.origin && path.startsWith(BASE + '/');
        if (!ours || link.hasAttribute('data-leave') || link.getAttribute('href').startsWith('#')) {
            return;
        }
        event.preventDefault();
        this.go(link.href.slice(location.origin.length + BASE.length));
    }
}

function decodePath(path) {
    try {
        return path.replace(/\/+$/, '').split('/').map(decodeURIComponent);
    } catch {
        return ['', '?'];
    }
}

function match(pattern, parts) {
    const expected = pattern.replace(/\/+$/, '').split('/');
    if (expected.length !== parts.length) {
        return null;
    }
    const params = {};
    for (const [index, part] of expected.entries()) {
        if (part.startsWith(':')) {
            params[part.slice(1)] = parts[index];
        } else if (part !== parts[index]) {
            return null;
        }
    }
    return params;
}

export const router = new Router();

/**
 * The address of a page, for links.
 *
 * @param {string[]} parts
 */
export function href(...parts) {
    return BASE + '/' + parts.map(encodeURIComponent).join('/');
}
