package io.kakuremichi.control.clientapi;

import io.kakuremichi.control.client.ClientEntity;
import io.kakuremichi.control.presence.ClientStatus;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A client's state as REST shows it.
 *
 * @param status {@code online}, {@code offline}, or {@code error} if it is online and reports a problem
 * @param lastSeenAt null if it never connected; at most a few seconds old while it is online
 * @param revisionWanted the newest revision that concerns the client; null while this replica has not caught up
 * @param revisionApplied the newest revision that the client confirmed; null if it confirmed none
 * @param lastError the latest revision that the client failed to apply, or the latest refusal of a second client with its key; null if
 *     there is none
 */
public record ClientState(
        String status,
        @Nullable Instant lastSeenAt,
        @Nullable Long revisionWanted,
        @Nullable Long revisionApplied,
        @Nullable LastError lastError) {
    /** The state of a client that was just created. */
    public static final ClientState NEVER_SEEN = of(null, null);

    static ClientState of(@Nullable ClientPresence presence, @Nullable Long wanted) {
        if (presence == null) {
            return new ClientState(ClientStatus.OFFLINE, null, wanted, null, null);
        }
        return new ClientState(
                presence.status(),
                presence.lastSeenAt,
                wanted,
                presence.appliedRevision,
                LastError.of(presence.errorRevision, presence.errorMessage, presence.errorAt));
    }

    /**
     * Returns when the client is deleted at the earliest if it stays offline; null if it is connected or not ephemeral. A client that never
     * connected counts from its creation.
     */
    public @Nullable Instant removalDueAt(ClientEntity client) {
        if (client.ephemeralAfterSeconds == null || !status.equals(ClientStatus.OFFLINE)) {
            return null;
        }
        var since = lastSeenAt == null ? client.createdAt : lastSeenAt;
        return since.plusSeconds(client.ephemeralAfterSeconds);
    }

    /**
     * A problem of a client.
     *
     * @param revision the revision that the client failed to apply, or that it was last sent
     * @param message the client's error message, or why another client was refused
     */
    @RegisterForReflection
    public record LastError(long revision, String message, Instant at) {
        static @Nullable LastError of(@Nullable Long revision, @Nullable String message, @Nullable Instant at) {
            return revision == null || message == null || at == null ? null : new LastError(revision, message, at);
        }
    }
}
