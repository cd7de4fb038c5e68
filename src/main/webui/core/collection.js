import { api } from './api.js';
import { events } from './events.js';
import { Observable } from './observable.js';

const FIRST_PAGE = 100;
const PAGE = 1_000;
const FEW = 10;
const LARGE = 1_000;
const LARGE_PAUSE_MILLIS = 250;

/**
 * All resources of one kind, kept current by events. They are loaded page by page when somebody first asks for them;
 * because all are here, search and sort by any column need no request.
 *
 * Items are never modified: a change puts another object in their place.
 */
export class Collection extends Observable {
    /** @type {Map<string, any>} in the order of the API */
    items = new Map();

    /** @type {'new' | 'loading' | 'ready' | 'failed'} */
    status = 'new';

    /** How many there are according to the API, while they are being loaded. */
    total = 0;

    /** Changes with the items. */
    version = 0;

    /** When the items were last loaded. */
    loadedAt = 0;

    /** @type {Error | null} why the last load failed */
    failure = null;

    /** To sort thousands of items takes longer than a frame. */
    get pauseMillis() {
        return this.items.size > LARGE ? LARGE_PAUSE_MILLIS : 0;
    }

    #path;
    #list;
    #key;
    #query;
    #load = null;
    #again = false;
    /** Whether a load has not asked for its first page yet. */
    #waits = false;
    #reading = new Set();
    /** Events that came while pages were being read, which may be older than the events. */
    #meanwhile = [];
    #changedAt = new WeakMap();

    /**
     * @param {string} path of the list
     * @param {string} list the name of the list in the answer
     * @param {string} key the field that identifies an item
     * @param {Record<string, string>} query what the API selects the items by: equal fields
     */
    constructor(path, list, key = 'id', query = {}) {
        super();
        this.#path = path;
        this.#list = list;
        this.#key = key;
        this.#query = query;
    }

    /** Loads the items unless they are there or under way. */
    ensure() {
        if (this.status === 'new' || this.status === 'failed') {
            this.reload();
        }
    }

    /** Loads again what was loaded; what is shown stays until then. */
    refresh() {
        if (this.status !== 'new' && !this.#waits) {
            this.reload();
        }
    }

    reload() {
        if (this.#load) {
            this.#again = true;
            return;
        }
        this.#load = this.#run().finally(() => {
            this.#load = null;
            if (this.#again) {
                this.#again = false;
                this.reload();
            }
        });
    }

    /** Forgets everything, as at the end of a session. */
    clear() {
        this.items = new Map();
        this.status = 'new';
        this.#meanwhile = [];
        this.#altered();
    }

    /** Milliseconds since an event changed this item, for highlights. */
    age(item) {
        const at = this.#changedAt.get(item);
        return at === undefined ? Infinity : performance.now() - at;
    }

    /**
     * Puts or changes an item.
     *
     * @param {string} id
     * @param {any} fields those that are known
     * @param {any} defaults for an item that is new here
     */
    put(id, fields, defaults = {}) {
        this.#apply((items) => {
            const before = items.get(id);
            if (!before && fields[this.#key] === undefined) {
                return;
            }
            const item = { ...(before ?? defaults), ...fields };
            if (Object.entries(this.#query).some(([name, value]) => item[name] !== value)) {
                items.delete(id);
            } else {
                this.#set(items, id, before, item, fields);
            }
        });
    }

    /**
     * Changes fields of many items, also of those that are being read.
     *
     * @param {(item: any) => any} fieldsOf the fields of an item that change; undefined if none do
     */
    putEach(fieldsOf) {
        this.#apply((items) => {
            for (const [id, before] of items) {
                const fields = fieldsOf(before);
                fields && this.#set(items, id, before, { ...before, ...fields }, fields);
            }
        });
    }

    #set(items, id, before, item, fields) {
        if (!before || Object.keys(fields).some((name) => !same(before[name], item[name]))) {
            this.#changedAt.set(item, performance.now());
            items.set(id, item);
        }
    }

    /**
     * Reads an item soon, because an event says less of it than the API. Many at once, or many consoles, do not ask at
     * the same time.
     *
     * @param {string} id
     */
    readSoon(id) {
        if (this.status === 'new' || this.#reading.has(id)) {
            return;
        }
        this.#reading.add(id);
        setTimeout(() => this.#read(), 100 + Math.random() * 400);
    }

    async #read() {
        const ids = [...this.#reading];
        this.#reading.clear();
        if (ids.length > FEW) {
            this.refresh();
            return;
        }
        for (const id of ids) {
            try {
                const { data } = await api.get(`${this.#path}/${encodeURIComponent(id)}`);
                this.put(id, data);
            } catch {
                // Deleted meanwhile, which an event says, or unreachable: then all is read again.
            }
        }
    }

    /** @param {string} id */
    remove(id) {
        this.#reading.delete(id);
        this.#apply((items) => items.delete(id));
    }

    #apply(change) {
        if (this.status === 'new') {
            return;
        }
        if (this.#load) {
            this.#meanwhile.push(change);
        }
        change(this.items);
        this.#altered();
    }

    async #run() {
        const first = this.items.size === 0;
        if (this.status !== 'ready') {
            this.status = 'loading';
        }
        this.#meanwhile = [];
        this.changed();
        this.#waits = true;
        await events.settled;
        this.#waits = false;
        const items = new Map();
        try {
            let cursor = null;
            do {
                const limit = first && cursor === null ? FIRST_PAGE : PAGE;
                const { data } = await api.get(this.#path, { query: { ...this.#query, limit, cursor } });
                data[this.#list].forEach((item) => items.set(item[this.#key], item));
                this.#meanwhile.forEach((change) => change(items));
                cursor = data.nextCursor;
                this.total = data.total;
                if (first) {
                    this.items = items;
                    this.#altered();
                }
            } while (cursor !== null && this.status !== 'new');
            if (this.status !== 'new') {
                this.items = items;
                this.status = 'ready';
                this.loadedAt = Date.now();
                this.failure = null;
            }
        } catch (failure) {
            if (this.status !== 'new') {
                this.status = 'failed';
                this.failure = failure;
            }
        }
        this.#meanwhile = [];
        this.#altered();
    }

    #altered() {
        this.version++;
        this.changed();
    }
}

function same(left, right) {
    return left === right || JSON.stringify(left) === JSON.stringify(right);
}
