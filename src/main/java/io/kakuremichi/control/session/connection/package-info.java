/**
 * One connection: the session with its state, inbox, outbox and limits. Knows the dialect that it speaks and nothing of the packages
 * that use it; they reach it through {@link io.kakuremichi.control.session.connection.InboundHandler} and
 * {@link io.kakuremichi.control.session.connection.SessionLifecycle}.
 *
 * <pre>
 * received ─▶ RateLimit ─┬─▶ handled in memory, on the event loop (heartbeats, acknowledgements)
 *                        └─▶ Mailbox (bounded) ─▶ InboundHandler, on a virtual thread
 * offer ─▶ Outbox (bounded) ─▶ Sender (one send at a time) ─▶ Wire
 *             └▶ overflow: messages about stored state are dropped, Recovery takes their place
 * </pre>
 */
@NullMarked
package io.kakuremichi.control.session.connection;

import org.jspecify.annotations.NullMarked;
