/**
 * The HTTP server below REST and WebSocket: limits, client addresses, security headers, and errors answered before a request
 * reaches a resource.
 *
 * <pre>
 * request ─▶ RequestGuard (headers, TLS, failed addresses) ─▶ CallsUnderWay ─▶ BodyLimit ─▶ REST
 *                                              └────────▶ the upgrade check of session
 * </pre>
 */
@NullMarked
package io.kakuremichi.control.http;

import org.jspecify.annotations.NullMarked;
