package io.kakuremichi.control.presence;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A request to the thread that writes presence. */
sealed interface PresenceRequest {
    /** Brings a client online. */
    record Arrive(Arrival arrival, CompletableFuture<Admission> answer) implements PresenceRequest {}

    /**
     * Takes a session offline.
     *
     * @param clientId null if the session ended before the result of its arrival was known
     */
    record Leave(UUID sessionId, @Nullable UUID clientId) implements PresenceRequest {}

    /** Stores a client's report from a session that ended. */
    record StoreReport(LiveSessions.Report report) implements PresenceRequest {}

    /** Renews the lease and writes collected changes. */
    record Renew() implements PresenceRequest {}

    /** Announces that this replica begins to close its connections. */
    record Draining() implements PresenceRequest {}

    /** The last request. */
    record Stop() implements PresenceRequest {}
}
