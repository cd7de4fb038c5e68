/**
 * Parses a stream of server-sent events (HTML Living Standard, "Parsing an event stream").
 *
 * @typedef {{type: string, data: string}} StreamEvent
 */
export class EventStreamParser {
    /** From where to resume; an id may come without an event. Empty if the stream cannot be resumed. */
    lastId = '';

    #rest = '';
    #id = '';
    #event = { type: '', data: [] };
    #dispatch;

    /**
     * @param {(event: StreamEvent) => void} dispatch
     * @param {string} lastId that from which the stream was resumed
     */
    constructor(dispatch, lastId = '') {
        this.#dispatch = dispatch;
        this.lastId = this.#id = lastId;
    }

    /** @param {string} text the next part of the stream, cut anywhere */
    push(text) {
        const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
        this.#rest = lines.pop();
        lines.forEach((line) => this.#line(line));
    }

    #line(line) {
        if (line === '') {
            this.#end();
            return;
        }
        const colon = line.indexOf(':');
        const field = colon < 0 ? line : line.slice(0, colon);
        const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
        if (field === 'event') {
            this.#event.type = value;
        } else if (field === 'id') {
            this.#id = value;
        } else if (field === 'data') {
            this.#event.data.push(value);
        }
    }

    #end() {
        const { type, data } = this.#event;
        this.#event = { type: '', data: [] };
        this.lastId = this.#id;
        if (data.length) {
            this.#dispatch({ type: type || 'message', data: data.join('\n') });
        }
    }
}
