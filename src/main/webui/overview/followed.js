import { api } from '../core/api.js';
import { events } from '../core/events.js';
import { Observable } from '../core/observable.js';

/** Events come in groups: one read covers all of them. */
const FIRST_MILLIS = 250;
/** The server computes an answer at most once a second, and so does this ask. */
const PAUSE_MILLIS = 1_000;
/** An answer may be up to a second older than the event that it was read for. */
const SETTLED_MILLIS = 1_600;
/** Time passes without events: who is offline for a minute, what expires. */
const IDLE_MILLIS = 15_000;

/** A summary that is read again after events, at most once a second, and now and then without. */
export class Followed extends Observable {
    data = null;

    /** @type {'loading' | 'ready' | 'failed'} */
    status = 'loading';

    /** @type {any} why the last read failed; what was read before stays */
    failure = null;

    #path;
    #concerns;
    #listeners = null;
    #timer = 0;
    #due = Infinity;
    #began = -Infinity;
    #lastEvent = -Infinity;
    #loading = false;

    /**
     * @param {string} path
     * @param {(event: {type: string}) => boolean} concerns whether an event may change the answer
     */
    constructor(path, concerns = () => true) {
        super();
        this.#path = path;
        this.#concerns = concerns;
    }

    start() {
        this.#listeners = new AbortController();
        const { signal } = this.#listeners;
        const listen = ({ detail }) => (detail === null || this.#concerns(detail)) && this.#event();
        for (const type of ['change', 'state', 'stale']) {
            events.changes.addEventListener(type, listen, { signal });
        }
        document.addEventListener('visibilitychange', () => document.hidden || this.#event(), { signal });
        this.load();
    }

    end() {
        this.#listeners?.abort();
        this.#listeners = null;
        clearTimeout(this.#timer);
        this.#due = Infinity;
    }

    /** Reads it now. */
    async load() {
        if (this.#loading) {
            return;
        }
        this.#loading = true;
        this.#due = Infinity;
        clearTimeout(this.#timer);
        this.#began = performance.now();
        try {
            this.data = (await api.get(this.#path)).data;
            this.status = 'ready';
            this.failure = null;
        } catch (failure) {
            this.status = this.data ? this.status : 'failed';
            this.failure = failure;
        }
        this.#loading = false;
        if (this.#listeners) {
            this.changed();
            const unsettled = this.#began < this.#lastEvent + PAUSE_MILLIS;
            this.#schedule(unsettled ? this.#lastEvent + SETTLED_MILLIS : performance.now() + IDLE_MILLIS);
        }
    }

    #event() {
        this.#lastEvent = performance.now();
        this.#schedule(this.#lastEvent + FIRST_MILLIS);
    }

    #schedule(at) {
        const due = Math.max(at, this.#began + PAUSE_MILLIS);
        if (this.#loading || due >= this.#due) {
            return;
        }
        this.#due = due;
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#run(), due - performance.now());
    }

    #run() {
        this.#due = Infinity;
        if (document.hidden) {
            this.#schedule(performance.now() + IDLE_MILLIS);
        } else {
            this.load();
        }
    }
}
