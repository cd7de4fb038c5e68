package io.kakuremichi.control.events;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntSupplier;

/** Counts streams by why they ended. */
@Singleton
class EventMetrics {
    private final Map<StreamEnd, Counter> ended = new EnumMap<>(StreamEnd.class);
    private final MeterRegistry registry;

    EventMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (var reason : StreamEnd.values()) {
            ended.put(
                    reason,
                    Counter.builder("kakuremichi.events.ended")
                            .description("Streams of events that ended")
                            .tag("reason", reason.tag())
                            .register(registry));
        }
    }

    /** Shows the number of open streams. */
    void readers(IntSupplier count) {
        Gauge.builder("kakuremichi.events.readers", count::getAsInt)
                .description("Open streams of events")
                .register(registry);
    }

    void ended(StreamEnd reason) {
        Objects.requireNonNull(ended.get(reason)).increment();
    }
}
