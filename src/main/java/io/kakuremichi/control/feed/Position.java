package io.kakuremichi.control.feed;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A place in history.
 *
 * @param changedAt when the change of that revision was made, which tells it from another history's change of the same number;
 *     null when the log no longer holds it
 */
record Position(UUID epoch, long revision, @Nullable Instant changedAt) {
    /** Before everything, in no history that exists. */
    static final Position NOWHERE = new Position(new UUID(0, 0), -1, null);

    /** Whether the head is this place or a later one of the same history, as far as can be told. */
    boolean leadsTo(Head head) {
        return epoch.equals(head.epoch())
                && revision <= head.revision()
                && (changedAt == null || head.changedAt() == null || changedAt.equals(head.changedAt()));
    }

    /**
     * The newest committed place.
     *
     * @param changedAt when the change of the revision asked about was made; null when the log does not hold it
     */
    record Head(UUID epoch, long revision, @Nullable Instant changedAt) {}
}
