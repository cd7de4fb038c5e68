package io.kakuremichi.control.presence;

import java.time.Instant;
import java.util.Collection;
import java.util.UUID;

/** This replica's authenticated connections: gives away what is known of them in memory, and ends those that are over. Any thread. */
public interface LiveSessions {
    /** Those of which something changed since the last call. */
    Collection<Touch> touched();

    /** All of them, changed or not. */
    Collection<Touch> all();

    /** Ends connections of that client that are older than the move, also those whose authentication is still under way. */
    void moved(Move move);

    /**
     * What is new of one session.
     *
     * @param lastSeen when the last message came, by this replica's clock
     * @param revision the last revision written to the socket
     */
    record Touch(UUID clientId, UUID sessionId, Instant lastSeen, long revision) {}
}
