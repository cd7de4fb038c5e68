/**
 * The messages of the WebSocket protocol as sealed records, and the codecs of its two dialects.
 * <pre>
 * text frame ─▶ Codec.decode ─▶ ClientMessage ─▶ sessions ─▶ ControlMessage ─▶ Codec.encode ─▶ text frame
 *                ├ EnvelopeCodec   {"type", "data", "revision"}: the current dialect
 *                └ FlatCodec       {"type", "timestamp", …}: the dialect of older clients
 * </pre>
 * Only a {@link io.kakuremichi.control.protocol.Codec} sees JSON, so a dialect is one codec and nothing else. Both
 * sealed interfaces have one record for each message; a new record breaks the build until every switch handles it.
 *
 * <p>Terms: the <i>view</i> of a client is what it may see of another resource; <i>delta</i> messages carry a change of
 * one resource instead of the complete configuration.
 */
@NullMarked
package io.kakuremichi.control.protocol;

import org.jspecify.annotations.NullMarked;
