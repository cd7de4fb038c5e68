package io.kakuremichi.control.telemetry;

import java.time.Duration;
import java.util.stream.IntStream;

/** Buckets of histograms. Times are recorded in buckets, because percentiles can't be added over replicas. */
public final class Buckets {
    private Buckets() {}

    /** The buckets of the way of a change, from its commit on; the feed and the fan-out can be compared by them. */
    public static Duration[] ofDelivery() {
        return millis(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 15_000);
    }

    /** Buckets with these upper bounds. */
    public static Duration[] millis(int... bounds) {
        return IntStream.of(bounds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
