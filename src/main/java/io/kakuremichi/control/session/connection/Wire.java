package io.kakuremichi.control.session.connection;

import io.kakuremichi.control.protocol.CloseCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The operations that a session needs of its socket. Callable from any thread; none of them blocks. */
public interface Wire {
    /** Writes a text frame. Completes when the network has taken it, which is where a slow client shows. */
    CompletableFuture<Void> send(String text);

    /** Sends a ping. Its pong proves that the client's side received everything sent before it. */
    void ping(String payload);

    /**
     * Starts the closing handshake. The server cuts off a client that doesn't answer within some seconds.
     *
     * @return completes when the close frame was written or can't be written; never exceptionally
     */
    CompletionStage<Void> close(CloseCode code);
}
