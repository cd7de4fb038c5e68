package io.kakuremichi.control.feed;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A position in a history.
 *
 * @param changedAt the time of that revision's change, which distinguishes it from a change with the same number in
 *     another history; null if the log no longer holds it
 */
record Position(UUID epoch, long revision, @Nullable Instant changedAt) {
    /** Before every revision of every history. */
    static final Position NOWHERE = new Position(new UUID(0, 0), -1, null);

    /** Whether the head is this position or a later one of the same history, as far as the log can show. */
    boolean leadsTo(Head head) {
        return epoch.equals(head.epoch())
                && revision <= head.revision()
                && (changedAt == null || head.changedAt() == null || changedAt.equals(head.changedAt()));
    }

    /**
     * The newest committed position.
     *
     * @param changedAt the time of the change at the queried revision; null if the log does not hold it
     */
    record Head(UUID epoch, long revision, @Nullable Instant changedAt) {}
}
