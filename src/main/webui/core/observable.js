/** Something whose listeners are notified of changes, at most once a frame. */
export class Observable {
    #listeners = new Set();
    #scheduled = false;

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

    /** Notifies the listeners once, however often this is called before the next frame. */
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
        requestAnimationFrame(run);
        setTimeout(run, 200);
    }
}
