const HIDDEN_MILLIS = 200;

/** Something whose listeners are notified of changes, by default at most once a frame. */
export class Observable {
    #listeners = new Set();
    #scheduled = false;

    /** The least time between two notifications; 0 is a frame. */
    get pauseMillis() {
        return 0;
    }

    /**
     * Calls a listener after changes.
     *
     * @param {() => void} listener
     * @returns {() => void} ends the subscription
     */
    subscribe(listener) {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
    }

    /** Notifies the listeners once, however often this is called before they are. */
    changed() {
        if (this.#scheduled) {
            return;
        }
        this.#scheduled = true;
        // Frames stand still in hidden tabs; a timer bounds the wait.
        const run = () => {
            if (this.#scheduled) {
                this.#scheduled = false;
                this.#listeners.forEach((listener) => listener());
            }
        };
        if (this.pauseMillis) {
            setTimeout(run, this.pauseMillis);
        } else {
            requestAnimationFrame(run);
            setTimeout(run, HIDDEN_MILLIS);
        }
    }
}
