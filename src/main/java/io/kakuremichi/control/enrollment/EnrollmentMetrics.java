package io.kakuremichi.control.enrollment;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Counts enrollments by outcome: {@code kakuremichi.enrollments}. Any thread; lock-free. */
@Singleton
class EnrollmentMetrics {
    private final Counter enrolled;
    private final Counter repeated;
    private final Map<EnrollmentRefusal, Counter> refused = new EnumMap<>(EnrollmentRefusal.class);
    private final Counter removed;

    EnrollmentMetrics(MeterRegistry metrics) {
        this.enrolled = counter(metrics, "enrolled");
        this.repeated = counter(metrics, "repeated");
        for (var reason : EnrollmentRefusal.values()) {
            refused.put(reason, counter(metrics, reason.wireName()));
        }
        this.removed = Counter.builder("kakuremichi.ephemeral.clients.removed")
                .description("Ephemeral clients that were deleted because they stayed offline")
                .register(metrics);
    }

    /** Created at the start, so that the counters are there before the first enrollment. */
    void start(@Observes StartupEvent event) {}

    private static Counter counter(MeterRegistry metrics, String outcome) {
        return Counter.builder("kakuremichi.enrollments")
                .description("Enrollments by outcome: a new client, a repeated answer, or the reason of the refusal")
                .tag("outcome", outcome)
                .register(metrics);
    }

    void enrolled() {
        enrolled.increment();
    }

    void repeated() {
        repeated.increment();
    }

    void refused(EnrollmentRefusal reason) {
        Objects.requireNonNull(refused.get(reason)).increment();
    }

    /** Counts a deleted ephemeral client. */
    void removed() {
        removed.increment();
    }
}
