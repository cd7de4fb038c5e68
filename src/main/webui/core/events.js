import { Observable } from './observable.js';
import { session } from './session.js';
import { EventStreamParser } from './event-stream.js';

/** The server sends at least a comment every 15 seconds. */
const SILENCE_MILLIS = 40_000;
const FIRST_DELAY_MILLIS = 500;
const MAX_DELAY_MILLIS = 15_000;
/** A browser has six connections to a server over HTTP/1.1: hidden tabs must not hold one each, nor pages of the history. */
const HIDDEN_MILLIS = 60_000;
/** How long an answer may take, and how long lists wait for the stream. */
const ANSWER_MILLIS = 20_000;
const SETTLE_MILLIS = 1_500;

/**
 * The stream of events, one for the whole tab. After a cut it goes on after the last change that was seen; what is not a
 * change (who is online) is loaded again, and so is everything after a `reset`.
 *
 * Events on `changes`: `change` and `state` with the data of an event as `detail`, `stale` when lists must be loaded
 * again because events may be missing.
 */
class Events extends Observable {
    changes = new EventTarget();

    /** @type {'off' | 'connecting' | 'live' | 'cut'} */
    status = 'off';

    /** When the server was last heard, which is how old the shown data may be. */
    lastHeard = Date.now();

    /** When the next attempt begins, while the stream is cut. */
    nextAttempt = 0;

    #settle;

    /**
     * Fulfilled when the stream's start is known, or does not come soon: lists that are read after it need not be read
     * again.
     *
     * @type {Promise<void>}
     */
    settled = new Promise((resolve) => (this.#settle = resolve));

    #lastId = '';
    #attempts = 0;
    #reader = null;
    #timer = 0;
    #hidden = 0;

    start() {
        session.subscribe(() => this.#follow());
        addEventListener('online', () => this.retry());
        document.addEventListener('visibilitychange', () => this.#visibility());
        // A page that the browser keeps for "back" is not closed, and would keep its connection.
        addEventListener('pagehide', () => this.#pause());
        addEventListener('pageshow', ({ persisted }) => persisted && this.retry());
        this.#follow();
    }

    /** Connects at once instead of after the delay. */
    retry() {
        if (this.status === 'cut') {
            this.#attempts = 0;
            this.#connect();
        }
    }

    #follow() {
        if (session.identity && this.status === 'off') {
            setTimeout(this.#settle, SETTLE_MILLIS);
            this.#connect();
        } else if (!session.identity && this.status !== 'off') {
            this.#stop('off');
            this.#lastId = '';
        }
    }

    #visibility() {
        clearTimeout(this.#hidden);
        if (document.hidden) {
            this.#hidden = setTimeout(() => this.#pause(), HIDDEN_MILLIS);
        } else {
            this.retry();
        }
    }

    /** Until {@link retry}. */
    #pause() {
        if (this.status !== 'off') {
            this.#stop('cut');
        }
    }

    #stop(status) {
        clearTimeout(this.#timer);
        this.#reader?.abort();
        this.#reader = null;
        this.#set(status);
    }

    #set(status) {
        this.status = status;
        this.changed();
    }

    async #connect() {
        clearTimeout(this.#timer);
        this.#reader?.abort();
        const reader = (this.#reader = new AbortController());
        if (this.status === 'off') {
            this.#set('connecting');
        }
        try {
            await this.#read(reader);
        } catch {
            // Cut, refused or silent: another attempt follows.
        }
        if (this.#reader === reader && session.identity) {
            this.#again();
        }
    }

    #again() {
        this.#reader = null;
        const delay = Math.min(MAX_DELAY_MILLIS, FIRST_DELAY_MILLIS * 2 ** this.#attempts++);
        const jittered = delay * (0.5 + Math.random());
        this.nextAttempt = Date.now() + jittered;
        this.#timer = setTimeout(() => this.#connect(), jittered);
        this.#set('cut');
    }

    async #read(reader) {
        const headers = { Accept: 'text/event-stream' };
        if (this.#lastId) {
            headers['Last-Event-ID'] = this.#lastId;
        }
        const answer = setTimeout(() => reader.abort(), ANSWER_MILLIS);
        const response = await fetch('/api/events', {
            headers,
            signal: reader.signal,
            credentials: 'same-origin',
            cache: 'no-store',
        }).finally(() => clearTimeout(answer));
        if (response.status === 401) {
            session.ended();
        }
        if (!response.ok) {
            throw new Error(`status ${response.status}`);
        }
        this.#set('live');
        const parser = new EventStreamParser((event) => this.#receive(event), this.#lastId);
        const text = response.body.pipeThrough(new TextDecoderStream()).getReader();
        for (;;) {
            const silence = setTimeout(() => reader.abort(), SILENCE_MILLIS);
            const { done, value } = await text.read().finally(() => clearTimeout(silence));
            if (done || this.#reader !== reader) {
                return;
            }
            this.lastHeard = Date.now();
            this.#attempts = 0;
            parser.push(value);
            this.#lastId = parser.lastId;
        }
    }

    #receive(event) {
        if (event.type === 'change' || event.type === 'state') {
            this.#dispatch(event.type, JSON.parse(event.data));
        } else if (event.type === 'hello') {
            // The first event, also of a stream that is resumed. A reset is followed by one, at once or in the next stream.
            this.#dispatch('stale');
            this.#settle();
        }
    }

    #dispatch(type, detail = null) {
        this.changes.dispatchEvent(new CustomEvent(type, { detail }));
    }
}

export const events = new Events();
