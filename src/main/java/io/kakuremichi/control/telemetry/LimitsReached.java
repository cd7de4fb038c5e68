package io.kakuremichi.control.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Counts how often each limit was reached: {@code kakuremichi.limits.reached}. Any thread. */
@Singleton
public class LimitsReached {
    private final Map<Limit, Counter> counters = new EnumMap<>(Limit.class);

    LimitsReached(MeterRegistry metrics) {
        for (var limit : Limit.values()) {
            counters.put(
                    limit,
                    Counter.builder("kakuremichi.limits.reached")
                            .description("Refusals because of a limit")
                            .tag("limit", limit.tag())
                            .register(metrics));
        }
    }

    /** Counts one refusal because of this limit. */
    public void count(Limit limit) {
        Objects.requireNonNull(counters.get(limit)).increment();
    }
}
