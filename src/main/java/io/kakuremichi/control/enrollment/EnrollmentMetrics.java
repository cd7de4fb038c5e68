package io.kakuremichi.control.enrollment;

import io.kakuremichi.control.telemetry.AuthenticationMetrics;
import io.kakuremichi.control.telemetry.AuthenticationMetrics.Outcome;
import io.kakuremichi.control.telemetry.AuthenticationMetrics.Via;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Counts enrollments by outcome: {@code kakuremichi.enrollments}. Any thread; lock-free. Enrollments over REST count as authentications as
 * well.
 *
 * <p>What a transaction did is counted when it has been committed.
 */
@Singleton
class EnrollmentMetrics {
    private final TransactionSynchronizationRegistry transactions;
    private final AuthenticationMetrics authentications;
    private final Counter enrolled;
    private final Counter repeated;
    private final Map<EnrollmentRefusal, Counter> refused = new EnumMap<>(EnrollmentRefusal.class);
    private final Counter removed;

    EnrollmentMetrics(
            MeterRegistry metrics,
            TransactionSynchronizationRegistry transactions,
            AuthenticationMetrics authentications) {
        this.transactions = transactions;
        this.authentications = authentications;
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
        countCommitted(enrolled);
    }

    void repeated() {
        countCommitted(repeated);
    }

    /** The key of a call permits the enrollment that the thread's transaction makes or repeats. */
    void accepted() {
        afterCompletion(
                isCommitted -> authentications.count(Via.REST, isCommitted ? Outcome.ACCEPTED : Outcome.FAILED));
    }

    void refused(EnrollmentRefusal reason) {
        Objects.requireNonNull(refused.get(reason)).increment();
    }

    /** Counts a deleted ephemeral client. */
    void removed() {
        countCommitted(removed);
    }

    private void countCommitted(Counter counter) {
        afterCompletion(isCommitted -> {
            if (isCommitted) {
                counter.increment();
            }
        });
    }

    private void afterCompletion(Consumer<Boolean> counting) {
        transactions.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int status) {
                counting.accept(status == Status.STATUS_COMMITTED);
            }
        });
    }
}
