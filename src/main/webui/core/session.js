import { api, ROLES } from './api.js';
import { Observable } from './observable.js';

/**
 * The session of the person at the console. The credential is a cookie that scripts cannot read.
 *
 * @typedef {{name: string, role: 'viewer' | 'operator' | 'admin', expiresAt: string | null, by: string}} Identity
 */
class Session extends Observable {
    /** @type {Identity | null} */
    identity = null;

    /** Whether it is known if there is a session. */
    known = false;

    /** @type {any} why it could not be asked */
    failure = null;

    /** Whether a session ended that was there. */
    expired = false;

    /** Asks the server whether the browser has a session. */
    async load() {
        try {
            this.#set((await api.get('/api/session', { anonymous: true })).data);
        } catch (failure) {
            this.#set(null);
            this.failure = failure.status === 401 ? null : failure;
        }
    }

    /**
     * Exchanges a token for a session.
     *
     * @param {string} token
     */
    async login(token) {
        this.#set((await api.post('/api/session', { token }, { anonymous: true })).data);
    }

    async logout() {
        await api.delete('/api/session', { anonymous: true });
        this.#set(null);
    }

    /** Called when the server no longer accepts the session. */
    ended() {
        if (this.identity) {
            this.#set(null);
            this.expired = true;
        }
    }

    /**
     * Whether the person may make calls that need a role.
     *
     * @param {string} role
     */
    may(role) {
        return this.identity !== null && ROLES.indexOf(this.identity.role) >= ROLES.indexOf(role);
    }

    #set(identity) {
        this.identity = identity;
        this.known = true;
        this.failure = null;
        this.expired = false;
        this.changed();
    }
}

export const session = new Session();
