package io.kakuremichi.control.database;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * UUIDs of version 7 (RFC 9562): milliseconds, a 12-bit counter, 62 random bits. Strictly ascending within a process,
 * so that ids sort by creation.
 *
 * <p>Hibernate's strategy keeps a SecureRandom in a static field, which a native image would contain with its seed.
 */
public final class TimeOrderedId {
    private static final int COUNTER_BITS = 12;
    private static final long COUNTER_MASK = (1L << COUNTER_BITS) - 1;
    private static final long VERSION = 7L << COUNTER_BITS;

    /** Milliseconds and counter of the last id; a counter overflow borrows from the next millisecond. */
    private static final AtomicLong LAST = new AtomicLong();

    private TimeOrderedId() {}

    /** Generates an id. Any thread. */
    public static UUID next() {
        var now = System.currentTimeMillis() << COUNTER_BITS;
        var stamp = LAST.updateAndGet(last -> Math.max(last + 1, now));
        var millis = stamp >>> COUNTER_BITS;
        // A random UUID's lower half already has the variant bits.
        return new UUID(
                millis << 16 | VERSION | stamp & COUNTER_MASK, UUID.randomUUID().getLeastSignificantBits());
    }
}
