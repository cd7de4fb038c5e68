/**
 * Connections of agents and gateways, from the upgrade to the close. This package has the registry of a replica's connections, their
 * timers and their draining; the subpackages have one subject each:
 *
 * <pre>
 * handshake ──▶ (registry) ──▶ inbound ──▶ outbound ──▶ connection ──▶ dialect
 * </pre>
 *
 * <p>The states of a connection ({@link io.kakuremichi.control.session.connection.SessionState}):
 *
 * <pre>
 *            upgrade permitted          auth, or key in the handshake        presence committed, joined
 * UpgradeCheck ───────────▶ AwaitingAuth ───────────────▶ Authenticating ───────────────▶ Live
 *      │ 400 401 403 503         │ 4408 after 10 s              │ 4401 4403 4409            │ 4403 4408 4409 4429 1012
 *      ▼                         ▼                              ▼                           ▼
 *   refused                    Closed  ◀────────────────── any close wins ─────────────── Closed
 * </pre>
 *
 * <p>A client that enrolls is in the state {@code Enrolling} between the first two, while it is created.
 *
 * <p>The way of one change, from the database to the socket:
 *
 * <pre>
 * ChangeFeed ─▶ Sequencer ─▶ Topology, Notices ─▶ Fanout ─▶ Deliveries ─▶ Session.offer ─▶ Outbox ─▶ Sender ─▶ SocketWire ─▶ event loop
 * (its thread)  └──────────────── the sequencer's thread ──────────────────────────────┘   (the thread that offers or completes)
 * </pre>
 *
 * <p>The way of one message:
 *
 * <pre>
 * SessionEndpoint ─▶ Session.received ─▶ Mailbox ─▶ MessageHandler ─▶ Login, KeyConfirmation, reports
 * └──────── event loop ──────────────┘  └── virtual thread, while there are messages ──────────────┘
 * </pre>
 *
 * <p>When the replica stops, {@link io.kakuremichi.control.session.Draining} closes the connections over some seconds. Their clients
 * stay online meanwhile, because they reconnect to another replica.
 */
@NullMarked
package io.kakuremichi.control.session;

import org.jspecify.annotations.NullMarked;
