const MARGIN = 10;
const ALL = 150;

/**
 * Keeps only those rows of a long table in the document that are on the screen. Rows have one height; two spacers stand
 * for those that are left out. The page scrolls, not the table. A print shows all rows.
 *
 * @implements {import('lit').ReactiveController}
 */
export class VisibleRows {
    #host;
    #count = 0;
    #from = 0;
    #to = ALL;
    #height = 44;
    #printing = false;
    #update = () => this.#measure();
    #print = (event) => {
        this.#printing = event.type === 'beforeprint';
        this.#host.requestUpdate();
        // A print is drawn right after the event.
        this.#host.performUpdate();
    };

    /** @param {import('lit').LitElement} host */
    constructor(host) {
        this.#host = host;
        host.addController(this);
    }

    hostConnected() {
        addEventListener('scroll', this.#update, { passive: true });
        addEventListener('resize', this.#update, { passive: true });
        addEventListener('beforeprint', this.#print);
        addEventListener('afterprint', this.#print);
    }

    hostDisconnected() {
        removeEventListener('scroll', this.#update);
        removeEventListener('resize', this.#update);
        removeEventListener('beforeprint', this.#print);
        removeEventListener('afterprint', this.#print);
    }

    hostUpdated() {
        const spacers = this.#host.querySelectorAll('tr.spacer > td');
        if (spacers.length === 2) {
            const { from, to } = this.range(this.#count);
            spacers[0].style.height = `${from * this.#height}px`;
            spacers[1].style.height = `${(this.#count - to) * this.#height}px`;
            const row = this.#host.querySelector('tbody tr:not(.spacer):not(.skeleton)');
            this.#height = row?.getBoundingClientRect().height || this.#height;
        }
        this.#measure();
    }

    /**
     * The rows to draw.
     *
     * @param {number} count of all rows
     */
    range(count) {
        this.#count = count;
        if (count <= ALL || this.#printing) {
            return { from: 0, to: count };
        }
        const from = Math.max(0, Math.min(this.#from, count - 1));
        return { from, to: Math.min(count, Math.max(this.#to, from + 1)) };
    }

    #measure() {
        const body = this.#host.querySelector('tbody');
        if (!body || this.#count <= ALL) {
            return;
        }
        const top = body.getBoundingClientRect().top;
        // An even step, so that stripes and screen readers keep their place while rows come and go.
        const first = Math.floor(-top / this.#height / MARGIN) * MARGIN - MARGIN;
        const from = Math.max(0, first);
        const to = from + Math.ceil(innerHeight / this.#height / MARGIN) * MARGIN + 3 * MARGIN;
        if (from !== this.#from || to !== this.#to) {
            this.#from = from;
            this.#to = to;
            this.#host.requestUpdate();
        }
    }
}
