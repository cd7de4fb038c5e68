package io.kakuremichi.control.session.connection;

import io.kakuremichi.control.presence.LiveSessions.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Compares what one client was sent with what it says it applied. The sender, the inbox and readers such as metrics each call it
 * on their own threads; all methods are synchronized.
 */
public final class AppliedProgress {
    private static final int MAX_ERROR_LENGTH = 1_000;

    private final int maxExpected;
    private long sent;
    private @Nullable Long applied;
    private @Nullable Failure failure;

    /** When the client last advanced, or began to lag; {@link System#nanoTime}. */
    private long advancedAt = System.nanoTime();

    /** How many acknowledgements the client may send on top of its message rate. */
    private int expected;

    /**
     * @param maxExpected how many outstanding acknowledgements are exempt from the message rate
     */
    AppliedProgress(int maxExpected) {
        this.maxExpected = maxExpected;
    }

    /** A message of that revision is about to be written. */
    synchronized void sending(long revision) {
        if (!isBehind()) {
            advancedAt = System.nanoTime();
        }
        sent = Math.max(sent, revision);
        expected = Math.min(expected + 1, maxExpected);
    }

    /** Returns the last revision that was written or is being written. */
    public synchronized long sent() {
        return sent;
    }

    /** The client resumes from that revision. */
    public synchronized void resumed(long revision) {
        sent = revision;
        applied = revision;
    }

    /** The client applied everything up to that revision. */
    public synchronized void applied(long revision) {
        if (applied == null || revision > applied) {
            applied = revision;
            advancedAt = System.nanoTime();
        }
    }

    /** The client failed to apply that revision. */
    public synchronized void failed(long revision, @Nullable String error) {
        // PostgreSQL's text can't hold U+0000.
        var text = error == null ? "" : error.replace("\0", "");
        failure = new Failure(revision, text.substring(0, Math.min(text.length(), MAX_ERROR_LENGTH)), Instant.now());
    }

    /** Returns the last revision that the client confirmed; null when it confirmed none. */
    public synchronized @Nullable Long applied() {
        return applied;
    }

    /** Returns the last failure that the client reported; null when it reported none. */
    public synchronized @Nullable Failure failure() {
        return failure;
    }

    /** Takes one of the expected acknowledgements; false when there is none left. */
    synchronized boolean takeAcknowledgement() {
        if (expected == 0) {
            return false;
        }
        expected--;
        return true;
    }

    /** Returns how many revisions the client lags behind what it was sent; a client that never confirmed lags by all of it. */
    public synchronized long behind() {
        return isBehind() ? sent - (applied == null ? 0 : applied) : 0;
    }

    /** Returns for how many nanoseconds the client has lagged without advancing; 0 when it does not lag. */
    public synchronized long stuckNanos() {
        return isBehind() ? System.nanoTime() - advancedAt : 0;
    }

    private boolean isBehind() {
        return applied == null ? sent > 0 : sent > applied;
    }
}
