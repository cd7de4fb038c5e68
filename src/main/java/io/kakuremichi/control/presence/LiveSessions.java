package io.kakuremichi.control.presence;

import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** This replica's authenticated connections: exposes their state in memory, and closes replaced ones. Any thread. */
public interface LiveSessions {
    /** The sessions that changed since the last call. */
    Collection<Touch> touched();

    /** All sessions, changed or not. */
    Collection<Touch> all();

    /** The activity of a session up to now; null if this replica does not hold it. */
    @Nullable Touch now(UUID sessionId);

    /**
     * Closes connections of that client that are older than the takeover, including those that are still
     * authenticating.
     */
    void takenOver(Takeover takeover);

    /** Closes the connection of that client soon, unless its client shows that it is there. */
    void contested(ContestedClient contested);

    /** The sessions with new reports since the last call. */
    Collection<Report> reported();

    /**
     * The state that a client reported on a connection.
     *
     * @param applied the last revision that it confirmed, or null
     * @param config the digest of the configuration that it confirmed and that is still its newest, or null
     * @param failure the latest revision that it failed to apply, or null
     * @param trouble whether it reports a problem
     */
    record Report(
            UUID clientId,
            UUID sessionId,
            @Nullable Long applied,
            @Nullable UUID config,
            @Nullable Failure failure,
            boolean trouble) {}

    /**
     * A revision that the client failed to apply.
     *
     * @param message the client's error message; may be empty
     */
    record Failure(long revision, String message, Instant at) {}

    /**
     * The activity of one session.
     *
     * @param lastSeen time of the last message, by this replica's clock
     * @param revision the last revision written to the socket
     */
    record Touch(UUID clientId, UUID sessionId, Instant lastSeen, long revision) {}
}
