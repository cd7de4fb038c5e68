/**
 * Who calls, and what that caller may do.
 *
 * <pre>
 * call under /api ─▶ AuthenticationFilter ─▶ Authenticator ─┬─ AdminToken   the static one, by hash
 *                      │ nobody: 401,                       ├─ TokenTable   ktk_…, one indexed lookup a call
 *                      │ RefusedCall event                  └─ OidcTokens   JWTs, when an issuer is configured
 *                      ▼ CurrentCaller
 *                    matching ─▶ RoleFilter: ForViewers, ForOperators, ForAdmins, else refused ─▶ resource
 * </pre>
 *
 * A filter of our own and not the framework's security: paths without a resource are refused in the same shape as the others
 * however they are written, and upgrades to WebSocket, which carry keys of another kind in the same header, never come here.
 */
@NullMarked
package io.kakuremichi.control.access;

import org.jspecify.annotations.NullMarked;
