package io.kakuremichi.control.presence;

import java.time.Instant;
import java.util.Collection;
import java.util.UUID;

/** Gives away what is known in memory of this replica's authenticated connections. */
public interface LiveSessions {
    /** Those of which something changed since the last call. Any thread. */
    Collection<Touch> touched();

    /**
     * What is new of one session.
     *
     * @param lastSeen when the last message came, by this replica's clock
     * @param revision the last revision written to the socket
     */
    record Touch(UUID clientId, UUID sessionId, Instant lastSeen, long revision) {}
}
