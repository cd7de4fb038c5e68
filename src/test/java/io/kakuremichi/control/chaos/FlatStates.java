package io.kakuremichi.control.chaos;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What one client of the flat dialect had to be told, by revision: only those at which that changed. Not thread-safe. */
final class FlatStates {
    private final Map<Long, TreeSet<Long>> revisions = new HashMap<>();
    private final Map<Long, Long> lastOfUsed = new HashMap<>();
    private long newest;
    private long fingerprint;
    private long used;

    /**
     * From that revision on it was this, until the next one.
     *
     * @param usedNow what the client uses of it
     */
    void add(long revision, long changed, long usedNow) {
        if (revisions.isEmpty() || changed != fingerprint) {
            fingerprint = changed;
            revisions.computeIfAbsent(changed, first -> new TreeSet<>()).add(revision);
        }
        if (newest == 0 || usedNow != used) {
            newest = revision;
            used = usedNow;
        }
        lastOfUsed.put(used, revision);
    }

    /** The revision that last changed what the client uses; 0 when there was none. */
    long newest() {
        return newest;
    }

    /** The revisions that made it this, in order. */
    private TreeSet<Long> of(long some) {
        return revisions.getOrDefault(some, new TreeSet<>());
    }

    /** The first of the revisions that made it this, not before another revision; null when none did. */
    Long since(long some, long revision) {
        return of(some).ceiling(revision);
    }

    List<Long> all(long some) {
        return List.copyOf(of(some));
    }

    /** The last revision at which the client used this; 0 when it never did. */
    long lastOfUsed(long some) {
        return lastOfUsed.getOrDefault(some, 0L);
    }

    /** The last of the revisions that made it this; 0 when none did. */
    long last(long some) {
        var revisionsOf = of(some);
        return revisionsOf.isEmpty() ? 0 : revisionsOf.last();
    }
}
