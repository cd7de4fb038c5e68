package io.kakuremichi.control.session.outbound;

import java.time.Duration;

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

    private final long decisionAt;

    /** @param joined when the client became live; {@link System#nanoTime} */
    KeptConfig(long joined) {
        decisionAt = joined + DECISION.toNanos();
    }

    /** When the decision is due; {@link System#nanoTime}. */
    long decisionAt() {
        return decisionAt;
    }

    /**
     * Whether the client was running before this connection. Messages read after the decision was due are ignored: after a stall of
     * Control, a new process may have sent them.
     *
     * @param received when its last message was read; {@link System#nanoTime}
     */
    boolean isProven(long received) {
        var beforeDecision = decisionAt - received;
        return beforeDecision > 0 && beforeDecision < DECISION.minus(START).toNanos();
    }
}
