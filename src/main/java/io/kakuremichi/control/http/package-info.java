/**
 * The HTTP server below REST and WebSocket: limits, client addresses, security headers, and errors before a request
 * reaches a resource.
 * <pre>
 * bytes ─▶ decoder ─▶ FormCheck ─▶ FirstRoute ─▶ RequestGuard ─▶ CallsUnderWay ─▶ BodyLimit ─▶ REST
 *             │            │           │ (headers)     │ (TLS, failed authentications)
 *             │            │           │               └─▶ the upgrade check of session
 *             │            │           └─ RequestFailures: what fails in a handler or is refused by one
 *             └────────────┴─ UndecodedRequests: what is not HTTP
 * </pre>
 * Handlers run on the event loop and must not block. Every error has an {@link io.kakuremichi.control.http.ErrorBody},
 * on every path.
 *
 * <p>Terms: a <i>trusted proxy</i> is one whose forwarding headers Control believes; an address is <i>counted</i> by
 * itself (IPv4) or by its /64 network (IPv6).
 */
@NullMarked
package io.kakuremichi.control.http;

import org.jspecify.annotations.NullMarked;
