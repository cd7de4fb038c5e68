package io.kakuremichi.control.session.connection;

import io.kakuremichi.control.protocol.ClientMessage;

/** An entry of an inbox. */
public sealed interface InboundItem {
    /**
     * A text message.
     *
     * @param behindKey whether it arrived after a private key was written to this connection
     */
    record Text(String text, boolean behindKey) implements InboundItem {}

    /** The client presented its key with the upgrade request: it is authenticated as if its {@code auth} had arrived. */
    record Greeting(ClientMessage.Auth auth) implements InboundItem {}

    /** The answer to a ping: everything sent before that ping was received. */
    record PongFrame(String payload) implements InboundItem {}
}
