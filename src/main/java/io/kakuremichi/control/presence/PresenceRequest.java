package io.kakuremichi.control.presence;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What is asked of the thread that writes presence. */
sealed interface PresenceRequest {
    /** A client is to come online. */
    record Arrive(Arrival arrival, CompletableFuture<Admission> answer) implements PresenceRequest {}

    /**
     * A session is over.
     *
     * @param clientId null when it ended before the answer to its arrival was known
     */
    record Leave(UUID sessionId, @Nullable UUID clientId) implements PresenceRequest {}

    /** A client said something of itself before its session ended. */
    record Report(LiveSessions.Report report) implements PresenceRequest {}

    /** The lease is to be renewed now, and what comes with it. */
    record Renew() implements PresenceRequest {}

    /** Nothing comes after this. */
    record Stop() implements PresenceRequest {}
}
