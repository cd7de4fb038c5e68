/**
 * What clients are sent, decided on the sequencer's thread.
 *
 * <pre>
 * Login ───▶ Fanout.join ─▶ Joins ──┐ auth_success, configuration or missed changes
 * Sequencer ▶ Fanout.changed ───────┼─▶ Deliveries ─▶ Session.offer
 *                                   └─▶ PendingConfigs: outdated configurations, at most one an interval and client
 * </pre>
 *
 * <p>{@link io.kakuremichi.control.session.outbound.LiveClients} are the sessions that receive changes, one a client.
 */
@NullMarked
package io.kakuremichi.control.session.outbound;

import org.jspecify.annotations.NullMarked;
