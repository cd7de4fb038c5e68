/**
 * Connections of agents and gateways: one {@link io.kakuremichi.control.session.Session} each, from the handshake to the close.
 *
 * <pre>
 * socket ─▶ SessionEndpoint ─▶ Session.inbox ─▶ MessageHandler ─▶ Authenticator ─▶ presence ─▶ Fanout.join
 *    ▲                          (bounded)        (virtual thread)                                  │ sequencer's thread
 *    └───────── Session.outbox (bounded, one send at a time, no thread) ◀────────── changes, configs
 * </pre>
 *
 * {@link io.kakuremichi.control.session.UpgradeCheck} refuses before the upgrade what it can; a client that showed its key
 * with the handshake is known there already, and is let in without an {@code auth}.
 *
 * <p>The event loop only offers to the inbox, but for heartbeats and what else touches nothing but memory. A virtual thread
 * a session handles what is in it, as long as there is something. The outbox has none: one send begins where the last one ended.
 * What a client is told of stored state, and when, is decided by {@link io.kakuremichi.control.session.Fanout} on the sequencer's
 * thread alone; what one change has to be written to wakes each event loop once
 * ({@link io.kakuremichi.control.session.EventLoops}).
 *
 * <p>How messages look, and how much is told by them instead of by whole configurations, is the client's
 * {@link io.kakuremichi.control.session.Dialect}, found out from the first thing it says. On the sequencer's thread,
 * {@link io.kakuremichi.control.session.Joins} lets sessions in, each at one revision, with a configuration or with what they missed;
 * {@link io.kakuremichi.control.session.Deliveries} hands over; {@link io.kakuremichi.control.session.LiveClients} are who is there.
 *
 * <p>When the replica stops, {@link io.kakuremichi.control.session.Draining} closes sockets over a time, while all else goes on;
 * their clients stay online, because they are expected on another replica within seconds.
 */
@NullMarked
package io.kakuremichi.control.session;

import org.jspecify.annotations.NullMarked;
