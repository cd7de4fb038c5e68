/**
 * The messages of the WebSocket protocol as sealed records, and the codec that knows how they look on the wire.
 *
 * <p>Sessions handle {@link io.kakuremichi.control.protocol.ClientMessage}s and send
 * {@link io.kakuremichi.control.protocol.ControlMessage}s; only a {@link io.kakuremichi.control.protocol.Codec} sees JSON, so
 * that a second dialect is a second codec and nothing else.
 */
@NullMarked
package io.kakuremichi.control.protocol;

import org.jspecify.annotations.NullMarked;
