package io.kakuremichi.control.session.connection;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A token bucket. Not thread-safe. */
final class RateLimit {
    private final long nanosPerToken;
    private final long full;
    private final LongSupplier nanoTime;

    /** What may be spent, as the time in which it was earned. */
    private long saved;

    private long lastAsked;

    RateLimit(int perSecond, int burst, LongSupplier nanoTime) {
        this.nanosPerToken = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.full = nanosPerToken * burst;
        this.nanoTime = nanoTime;
        this.saved = full;
        this.lastAsked = nanoTime.getAsLong();
    }

    /** Spends one; false when there is none. */
    boolean spend() {
        var now = nanoTime.getAsLong();
        saved = Math.min(full, saved + (now - lastAsked));
        lastAsked = now;
        if (saved < nanosPerToken) {
            return false;
        }
        saved -= nanosPerToken;
        return true;
    }
}
