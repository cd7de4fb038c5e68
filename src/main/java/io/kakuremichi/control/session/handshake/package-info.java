/**
 * Everything before a session exists: the upgrade request, its claims and its credentials.
 *
 * <pre>
 * request ─▶ UpgradeForm ─▶ UpgradeCheck ─▶ Claim (query, Authorization) ─▶ AdmittedUpgrade ─▶ SessionEndpoint.open ─▶ Sessions.open
 *                 │              └▶ 400 malformed, 401 wrong key, 403 no certificate, 503 not accepting or at a limit
 *                 └▶ 400, 405, 426 not an upgrade
 * </pre>
 *
 * <p>Afterwards {@link io.kakuremichi.control.session.handshake.PathEndpoint} and
 * {@link io.kakuremichi.control.session.handshake.RootEndpoint} pass the events of the socket to the session.
 */
@NullMarked
package io.kakuremichi.control.session.handshake;

import org.jspecify.annotations.NullMarked;
