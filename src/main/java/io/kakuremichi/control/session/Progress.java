package io.kakuremichi.control.session;

import io.kakuremichi.control.presence.LiveSessions.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far one client has come: what it was told, what it says it applied. Whoever sends tells, whoever handles hears, anybody asks, each
 * on a thread of its own; all methods are synchronized.
 */
final class Progress {
    private static final int MAX_ERROR_LENGTH = 1_000;

    private final int mostOwed;
    private long told;
    private @Nullable Long applied;
    private @Nullable Failure failure;

    /** When it last came forward, or began to be behind; {@link System#nanoTime}. */
    private long movedAt = System.nanoTime();

    private int owed;

    /**
     * @param mostOwed how many acknowledgements may be on their way without counting as too many messages
     */
    Progress(int mostOwed) {
        this.mostOwed = mostOwed;
    }

    /** State of that revision is about to be written. */
    synchronized void telling(long revision) {
        if (!isBehind()) {
            movedAt = System.nanoTime();
        }
        told = Math.max(told, revision);
        owed = Math.min(owed + 1, mostOwed);
    }

    /** The last revision that was written, or is being written now. */
    synchronized long told() {
        return told;
    }

    /** The client goes on from that revision. */
    synchronized void resumed(long revision) {
        told = revision;
        applied = revision;
    }

    /** The client applied everything up to that revision. */
    synchronized void applied(long revision) {
        if (applied == null || revision > applied) {
            applied = revision;
            movedAt = System.nanoTime();
        }
    }

    /** The client could not apply that revision. */
    synchronized void failed(long revision, @Nullable String error) {
        // PostgreSQL's text can't hold U+0000.
        var text = error == null ? "" : error.replace("\0", "");
        failure = new Failure(revision, text.substring(0, Math.min(text.length(), MAX_ERROR_LENGTH)), Instant.now());
    }

    synchronized @Nullable Long applied() {
        return applied;
    }

    synchronized @Nullable Failure failure() {
        return failure;
    }

    /** Takes the right to one more message than the rate allows: an acknowledgement answers what Control itself sent. */
    synchronized boolean takeOwed() {
        if (owed == 0) {
            return false;
        }
        owed--;
        return true;
    }

    /** How many revisions the client is behind what it was told; 0 when it is not. One that never confirmed is behind all of it. */
    synchronized long behind() {
        return isBehind() ? told - (applied == null ? 0 : applied) : 0;
    }

    /** How long the client has been behind without coming forward, in nanoseconds; 0 when it is not behind. */
    synchronized long stuckNanos() {
        return isBehind() ? System.nanoTime() - movedAt : 0;
    }

    private boolean isBehind() {
        return applied == null ? told > 0 : told > applied;
    }
}
