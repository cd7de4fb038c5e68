import { session } from './session.js';

const TIMEOUT_MILLIS = 30_000;

/** Roles in ascending order: each includes the rights of those before it. */
export const ROLES = ['viewer', 'operator', 'admin'];

/** An answer of the API that is not a success, or no answer at all. */
export class ApiError extends Error {
    /**
     * @param {number} status the HTTP status, 0 without an answer
     * @param {{code?: string, message?: string, details?: Record<string, string>}} fault the API's error
     * @param {string | null} role the role that the call needs
     */
    constructor(status, fault, role = null) {
        super(fault.message ?? '');
        this.status = status;
        this.code = fault.code ?? (status ? 'UNKNOWN' : 'NETWORK');
        this.details = fault.details ?? {};
        this.role = role;
    }

    get isNetwork() {
        return this.status === 0;
    }

    get isForbidden() {
        return this.status === 403;
    }

    get isNotFound() {
        return this.status === 404;
    }

    /** Whether the resource was modified since it was read. */
    get isModified() {
        return this.status === 412;
    }
}

/**
 * @typedef {object} Answer
 * @property {any} data the body
 * @property {string | null} etag the version, for `ifMatch`
 */

/**
 * Calls the API.
 *
 * @param {string} method
 * @param {string} path such as `/api/agents`
 * @param {{body?: any, query?: Record<string, string | number | null | undefined>, ifMatch?: string | null,
 *     once?: string, signal?: AbortSignal, anonymous?: boolean, exact?: boolean, text?: string}} options `once`: an
 *     Idempotency-Key; `exact`: numbers in the answer keep how they are written; `text`: a body that is JSON already
 * @returns {Promise<Answer>}
 * @throws {ApiError}
 */
export async function call(method, path, options = {}) {
    const headers = { Accept: 'application/json', 'Kakuremichi-Console': '1' };
    const text = options.text ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
    if (text !== undefined) {
        headers['Content-Type'] = 'application/json';
    }
    if (options.ifMatch) {
        headers['If-Match'] = options.ifMatch;
    }
    if (options.once) {
        headers['Idempotency-Key'] = options.once;
    }
    const timeout = AbortSignal.timeout(TIMEOUT_MILLIS);
    let response;
    let data;
    try {
        response = await fetch(path + queryOf(options.query), {
            method,
            headers,
            body: text,
            signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
            credentials: 'same-origin',
            cache: 'no-store',
        });
        data = parse(await response.text(), options.exact);
    } catch (failure) {
        if (options.signal?.aborted) {
            throw failure;
        }
        throw new ApiError(0, {});
    }
    if (response.ok) {
        return { data, etag: response.headers.get('ETag') };
    }
    if (response.status === 401 && !options.anonymous) {
        session.ended();
    }
    throw new ApiError(response.status, data?.error ?? {}, roleFor(method, path));
}

function parse(text, exact) {
    try {
        return exact && JSON.rawJSON ? JSON.parse(text, asWritten) : JSON.parse(text);
    } catch {
        return null;
    }
}

/** Metadata may have numbers that JavaScript cannot hold, such as 1.0 or 20 digits: they are written as they were read. */
function asWritten(key, value, { source }) {
    return typeof value === 'number' && String(value) !== source ? JSON.rawJSON(source) : value;
}

/** Calls by method, see {@link call}. */
export const api = {
    get: (path, options) => call('GET', path, options),
    post: (path, body, options) => call('POST', path, { ...options, body }),
    patch: (path, body, options) => call('PATCH', path, { ...options, body }),
    delete: (path, options) => call('DELETE', path, options),
};

/**
 * The role that a call needs.
 *
 * @param {string} method
 * @param {string} path
 */
export function roleFor(method, path) {
    if (/^\/api\/(tokens|enrollment-keys|audit|backup|reseal)\b/.test(path)) {
        return 'admin';
    }
    if (method === 'GET') {
        return 'viewer';
    }
    return path.startsWith('/api/tunnels') ? 'operator' : 'admin';
}

function queryOf(query = {}) {
    const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '');
    return given.length ? '?' + new URLSearchParams(given) : '';
}
