package io.kakuremichi.control.session.connection;

import io.kakuremichi.control.presence.LiveSessions.Failure;
import io.kakuremichi.control.topology.ConfigDigest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Compares what one client was sent with what it says it applied. The sender, the inbox and readers such as metrics each call it
 * on their own threads; all methods are synchronized.
 */
public final class AppliedProgress {
    private static final int MAX_ERROR_LENGTH = 1_000;

    private final int maxExpected;

    /** The revision of the last message. */
    private long written;

    /** At least {@link #written}: later revisions that changed nothing for the client count as sent. */
    private long sent;

    /** The last message, when it is a configuration to be recorded. */
    private @Nullable ConfigDigest config;

    /** Configurations that are recorded when the client acknowledges them, and are not acknowledged yet. */
    private int unconfirmed;

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

    /**
     * A message of that revision is about to be written.
     *
     * @param digest of the configuration that it is, when that is to be recorded
     */
    synchronized void sending(long revision, @Nullable ConfigDigest digest) {
        if (!isBehind()) {
            advancedAt = System.nanoTime();
        }
        written = Math.max(written, revision);
        sent = Math.max(sent, revision);
        config = digest;
        unconfirmed = digest == null ? 0 : unconfirmed + 1;
        expected = Math.min(expected + 1, maxExpected);
    }

    /** A revision changed nothing for the client: what it was sent and what it applied includes that revision. */
    synchronized void reached(OutboundItem.Reached item) {
        var isUpToDate = applied != null && !isBehind();
        sent = Math.max(sent, item.revision());
        if (item.keptConfig() != null) {
            config = item.keptConfig();
            written = sent;
        }
        if (isUpToDate || item.keptConfig() != null) {
            applied = sent;
            advancedAt = System.nanoTime();
        }
    }

    /** Returns the last revision that was written or is being written, or a later one that changed nothing. */
    public synchronized long sent() {
        return sent;
    }

    /** The client resumes from that revision. */
    public synchronized void resumed(long revision) {
        written = revision;
        sent = revision;
        applied = revision;
    }

    /** The client applied everything up to that revision. */
    public synchronized void applied(long revision) {
        var reached = revision >= written ? Math.max(revision, sent) : revision;
        if (applied == null || reached > applied) {
            applied = reached;
            advancedAt = System.nanoTime();
        }
    }

    /** The client applied a configuration without naming its revision: the one that it was sent last. */
    public synchronized void appliedLast() {
        unconfirmed = Math.max(0, unconfirmed - 1);
        applied(sent);
    }

    /**
     * Returns the digest of the configuration that the client has, to its own knowledge; null when it has not acknowledged each
     * configuration, or none is recorded.
     */
    synchronized @Nullable ConfigDigest confirmedConfig() {
        return unconfirmed == 0 && applied != null && !isBehind() ? config : null;
    }

    /** The client failed to apply that revision. */
    public synchronized void failed(long revision, @Nullable String error) {
        config = null;
        unconfirmed = Math.max(0, unconfirmed - 1);
        // PostgreSQL's text can't hold U+0000.
        var text = error == null ? "" : error.replace("\0", "");
        failure = new Failure(revision, start(text), Instant.now());
    }

    /** Cuts a long text, never between the two halves of a character. */
    private static String start(String text) {
        if (text.length() <= MAX_ERROR_LENGTH) {
            return text;
        }
        var end =
                Character.isHighSurrogate(text.charAt(MAX_ERROR_LENGTH - 1)) ? MAX_ERROR_LENGTH - 1 : MAX_ERROR_LENGTH;
        return text.substring(0, end);
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
