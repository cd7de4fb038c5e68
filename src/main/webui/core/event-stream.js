/**
 * Parses a stream of server-sent events (HTML Living Standard, "Parsing an event stream").
 *
 * @typedef {{type: string, id: string, data: string}} StreamEvent
 */
export class EventStreamParser {
    #rest = '';
    #event = { type: '', id: '', data: [] };
    #dispatch;

    /** @param {(event: StreamEvent) => void} dispatch */
    constructor(dispatch) {
        this.#dispatch = dispatch;
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
            this.#event.id = value;
        } else if (field === 'data') {
            this.#event.data.push(value);
        }
    }

    #end() {
        const { type, id, data } = this.#event;
        this.#event = { type: '', id: '', data: [] };
        if (data.length) {
            this.#dispatch({ type: type || 'message', id, data: data.join('\n') });
        }
    }
}
