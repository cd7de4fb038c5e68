package io.kakuremichi.control.presence;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a client is doing, as REST shows it.
 *
 * @param status {@code online}, {@code offline}, or {@code error} for one that is online and says to be in trouble
 * @param lastSeenAt null when it never was; while it is online some seconds old at the most
 * @param revisionWanted the newest revision that concerns the client; null while this replica has not caught up yet
 * @param revisionApplied the newest revision that the client confirmed to have applied; null when it never confirmed any
 * @param lastError what it could not apply, last; null when it never said so
 */
public record ClientState(
        String status,
        @Nullable Instant lastSeenAt,
        @Nullable Long revisionWanted,
        @Nullable Long revisionApplied,
        @Nullable LastError lastError) {
    /** A client's that was created a moment ago. */
    public static final ClientState NEVER_SEEN = of(null, null);

    static ClientState of(@Nullable ClientPresence presence, @Nullable Long wanted) {
        if (presence == null) {
            return new ClientState(ClientPresence.OFFLINE, null, wanted, null, null);
        }
        return new ClientState(
                presence.status(),
                presence.lastSeenAt,
                wanted,
                presence.appliedRevision,
                LastError.of(presence.errorRevision, presence.errorMessage, presence.errorAt));
    }

    /**
     * A revision that a client could not apply.
     *
     * @param message in the client's words
     */
    @RegisterForReflection
    public record LastError(long revision, String message, Instant at) {
        static @Nullable LastError of(@Nullable Long revision, @Nullable String message, @Nullable Instant at) {
            return revision == null || message == null || at == null ? null : new LastError(revision, message, at);
        }
    }
}
