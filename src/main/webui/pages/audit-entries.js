import { api } from '../core/api.js';
import { Observable } from '../core/observable.js';

/** The entries of the audit that match filters, as far as they were loaded. */
export class AuditEntries extends Observable {
    items = [];
    total = 0;
    loadedAt = 0;

    /** @type {'loading' | 'ready'} */
    status = 'loading';
    failure = null;

    #filters = {};
    #cursor = null;
    #request = new AbortController();

    get hasMore() {
        return this.#cursor !== null;
    }

    /** @param {Record<string, string>} filters times are those of a field, in the viewer's zone */
    search(filters) {
        this.#filters = { ...filters, since: instant(filters.since), until: instant(filters.until) };
        this.reload();
    }

    reload() {
        this.#load(null);
    }

    more() {
        this.#load(this.#cursor);
    }

    async #load(cursor) {
        this.#request.abort();
        const request = (this.#request = new AbortController());
        this.status = 'loading';
        this.changed();
        try {
            const { data } = await api.get('/api/audit', { query: { ...this.#filters, cursor }, signal: request.signal });
            this.items = cursor === null ? data.audit : [...this.items, ...data.audit];
            this.total = data.total;
            this.#cursor = data.nextCursor;
            this.loadedAt = Date.now();
            this.failure = null;
        } catch (failure) {
            if (request.signal.aborted) {
                return;
            }
            this.failure = failure;
        }
        this.status = 'ready';
        this.changed();
    }
}

function instant(text) {
    return text ? new Date(text).toISOString() : '';
}
