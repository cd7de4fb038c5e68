package io.kakuremichi.control.presence;

import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** This replica's authenticated connections: gives away what is known of them in memory, and ends those that are over. Any thread. */
public interface LiveSessions {
    /** Those of which something changed since the last call. */
    Collection<Touch> touched();

    /** All of them, changed or not. */
    Collection<Touch> all();

    /** Ends connections of that client that are older than the move, also those whose authentication is still under way. */
    void moved(Takeover move);

    /** Those that said something new of themselves since the last call. */
    Collection<Report> reported();

    /**
     * What a client said of itself on a connection.
     *
     * @param applied the last revision it confirmed to have applied, or null
     * @param failure what it could not apply, last, or null
     * @param trouble whether it says to be in trouble
     */
    record Report(
            UUID clientId,
            UUID sessionId,
            @Nullable Long applied,
            @Nullable Failure failure,
            boolean trouble) {}

    /**
     * A revision that was not applied.
     *
     * @param message why, in the client's words; may be empty
     */
    record Failure(long revision, String message, Instant at) {}

    /**
     * What is new of one session.
     *
     * @param lastSeen when the last message came, by this replica's clock
     * @param revision the last revision written to the socket
     */
    record Touch(UUID clientId, UUID sessionId, Instant lastSeen, long revision) {}
}
