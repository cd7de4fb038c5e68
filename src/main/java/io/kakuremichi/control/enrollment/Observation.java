package io.kakuremichi.control.enrollment;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long this replica has been reading clients' presence without a break. While Control or its database is away, no client can
 * be online, so that time must not count as a client's absence. Any thread.
 */
final class Observation {
    /** Reads further apart than this are a break: the process may have been suspended. */
    static final Duration LONGEST_GAP = Duration.ofMinutes(3);

    private final LongSupplier nanoTime;
    private long since;
    private long last;

    Observation(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.since = nanoTime.getAsLong();
        this.last = since;
    }

    /** The time since the last break. Must be called before each read. */
    synchronized Duration length() {
        var now = nanoTime.getAsLong();
        if (now - last > LONGEST_GAP.toNanos()) {
            since = now;
        }
        last = now;
        return Duration.ofNanos(now - since);
    }

    /** A read failed: what follows is a new observation. */
    synchronized void interrupted() {
        since = nanoTime.getAsLong();
    }
}
