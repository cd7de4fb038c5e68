package io.kakuremichi.control.session.connection;

import java.time.Duration;

/** Counts errors in windows of a minute. Any thread. */
final class ErrorBudget {
    private static final long WINDOW = Duration.ofMinutes(1).toNanos();

    private final int perWindow;
    private long windowStart = System.nanoTime();
    private int spent;

    ErrorBudget(int perWindow) {
        this.perWindow = perWindow;
    }

    /** Counts an error; returns false for the {@code perWindow}-th of this window. */
    synchronized boolean spend() {
        var now = System.nanoTime();
        if (now - windowStart > WINDOW) {
            windowStart = now;
            spent = 0;
        }
        spent++;
        return spent < perWindow;
    }
}
