/**
 * Sessions of the console: a browser exchanges a token, or a sign-in at the OIDC issuer, for a cookie that only the browser can read.
 *
 * <pre>
 * GET /console/login ─▶ IssuerLogin ─▶ the OIDC issuer and back ─┐
 * POST /api/session, a token in the body ─▶ SessionResource ─▶ ConsoleSessions: one row, by the hash of a random id
 *                                                │                    ▲
 *                                                ▼                    │ one query a call
 * browser ◀── Set-Cookie: the id ─── SessionCookie ─▶ CookieMechanism ┴─▶ SecurityIdentity with the token's Caller
 * </pre>
 *
 * <p>A session is a row of the database, so that it works on all replicas, and ends on all of them with its token, by logout or after
 * {@link io.kakuremichi.control.login.ConsoleSessions#LONGEST}. The role is that of the token at each call. Upgrades to a WebSocket never
 * ask for an identity, so that the cookie has no effect on them.
 */
@NullMarked
package io.kakuremichi.control.login;

import org.jspecify.annotations.NullMarked;
