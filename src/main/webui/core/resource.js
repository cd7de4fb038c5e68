import { api } from './api.js';
import { events } from './events.js';
import { Observable } from './observable.js';

const PAUSE_MILLIS = 150;

/** One resource with its version, read again when an event is about it. */
export class Resource extends Observable {
    data = null;
    etag = null;

    /** @type {'loading' | 'ready' | 'gone' | 'failed'} */
    status = 'loading';

    /** @type {any} why the last load failed */
    failure = null;

    #path;
    #concerns;
    #timer = 0;
    #loading = false;
    #again = false;
    #listeners = new AbortController();

    /**
     * @param {string} path
     * @param {(event: {type: string, item: any}) => boolean} concerns whether an event is about it
     * @param {Record<string, any>} query
     */
    constructor(path, concerns, query = {}) {
        super();
        this.#path = path;
        this.#concerns = concerns;
        this.query = query;
        const { signal } = this.#listeners;
        const listen = ({ detail }) => this.#concerns(detail) && this.#soon();
        events.changes.addEventListener('change', listen, { signal });
        events.changes.addEventListener('state', listen, { signal });
        events.changes.addEventListener('stale', () => this.#soon(), { signal });
        this.load();
    }

    /** Ends following events. */
    end() {
        this.#listeners.abort();
        clearTimeout(this.#timer);
    }

    /** Takes an answer of the API that shows the resource. */
    take({ data, etag }) {
        this.data = data;
        this.etag = etag ?? this.etag;
        this.status = 'ready';
        this.failure = null;
        this.changed();
    }

    /** Reads it again; one read at a time. */
    async load() {
        if (this.#loading) {
            this.#again = true;
            return;
        }
        this.#loading = true;
        try {
            this.take(await api.get(this.#path, { exact: true, query: this.query }));
        } catch (failure) {
            this.status = failure.isNotFound ? 'gone' : this.data ? this.status : 'failed';
            this.failure = failure;
            this.changed();
        }
        this.#loading = false;
        if (this.#again) {
            this.#again = false;
            this.#soon();
        }
    }

    #soon() {
        // Ids are never used again.
        if (this.status === 'gone') {
            return;
        }
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.load(), PAUSE_MILLIS);
    }
}
