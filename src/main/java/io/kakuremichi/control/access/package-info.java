/**
 * Who calls REST, and what that caller may do, by Quarkus' security.
 *
 * <pre>
 * call under /api ─▶ AuthenticationFilter ─▶ TokenMechanism ─┬─ OwnTokens: AdminToken by hash, TokenTable by one query a call
 *                      │ 401: UnauthenticatedCalls             └─ IssuerTokens ─▶ quarkus-oidc, configured by IssuerTenant
 *                      │ 403: no role at all                                       └─▶ IssuerIdentities: groups to roles
 *                      ▼ SecurityIdentity with a Caller
 *                    matching ─▶ &#64;RolesAllowed, a call without one is denied ─▶ resource
 * </pre>
 *
 * <p>Authentication is lazy: nothing happens to a request that does not ask for its identity. So WebSocket upgrades, which carry keys
 * of another kind in the same header, are left alone.
 */
@NullMarked
package io.kakuremichi.control.access;

import org.jspecify.annotations.NullMarked;
