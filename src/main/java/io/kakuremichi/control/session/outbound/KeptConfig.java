package io.kakuremichi.control.session.outbound;

import java.time.Duration;
import java.time.Instant;

/**
 * The configuration of a gateway whose last connection was ended by Control, and that reconnects while nothing has changed for it. To send
 * that configuration again would interrupt traffic, but a gateway that was restarted meanwhile has lost it. The two differ in their
 * heartbeats: a process that was just started sends its first one {@value #FIRST_HEARTBEAT_SECONDS} s after {@code auth_success}, while one
 * that was running keeps the rhythm of its earlier connections. So the decision waits for a heartbeat, and without one the configuration is
 * sent. Confined to the sequencer's thread.
 */
final class KeptConfig {
    private static final int FIRST_HEARTBEAT_SECONDS = 30;

    /** A second less than a new process needs, which covers differences in clocks' rates. */
    private static final Duration DECISION = Duration.ofSeconds(FIRST_HEARTBEAT_SECONDS - 1);

    /** Messages right after the start prove nothing: another version of the client may send one at its start. */
    private static final Duration START = Duration.ofSeconds(2);

    private final Instant joined = Instant.now();
    private final long decisionAt = System.nanoTime() + DECISION.toNanos();

    /** When the decision is due; {@link System#nanoTime}. */
    long decisionAt() {
        return decisionAt;
    }

    /**
     * Whether the client was running before this connection. Messages that were read after the time of the decision count for nothing:
     * after a stall of Control they may be those of a new process.
     *
     * @param lastReceived when its last message was read
     */
    boolean isProven(Instant lastReceived) {
        return lastReceived.isAfter(joined.plus(START)) && lastReceived.isBefore(joined.plus(DECISION));
    }
}
