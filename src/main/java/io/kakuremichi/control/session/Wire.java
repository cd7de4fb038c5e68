package io.kakuremichi.control.session;

import io.kakuremichi.control.protocol.CloseCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The socket under a session: all that a session needs of it. */
interface Wire {
    /** Writes a text frame; completes when the network took it, which is where a slow client is felt. */
    CompletableFuture<Void> send(String text);

    /** Sends a ping, whose answer proves that all before it was received. */
    void ping(String payload);

    /**
     * Starts the closing handshake; a client that does not answer is cut off by the server after some seconds.
     *
     * @return completes when the close frame is written, or can't be; never exceptionally
     */
    CompletionStage<Void> close(CloseCode code);
}
