package io.kakuremichi.control.session;

import io.kakuremichi.control.protocol.ClientMessage;

/** What may wait in an inbox. */
sealed interface InboundItem {
    /**
     * A text frame.
     *
     * @param behindKey whether it came after a private key had gone out on this connection
     */
    record Text(String text, boolean behindKey) implements InboundItem {}

    /** The client showed its key with the handshake: it is let in as if its {@code auth} had come. */
    record Greeting(ClientMessage.Auth auth) implements InboundItem {}

    /** The answer to a ping: everything sent before that ping was received. */
    record Pong(String payload) implements InboundItem {}
}
