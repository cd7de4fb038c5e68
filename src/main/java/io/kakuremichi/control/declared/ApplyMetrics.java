package io.kakuremichi.control.declared;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Counts applies by outcome, {@code kakuremichi.applies}, and the objects that they changed, {@code kakuremichi.applied.objects}. After the
 * commit. Any thread.
 */
@Singleton
class ApplyMetrics {
    private final Map<ApplyOutcome, Counter> outcomes = new EnumMap<>(ApplyOutcome.class);
    private final Map<PlannedAction, Counter> objects = new EnumMap<>(PlannedAction.class);

    ApplyMetrics(MeterRegistry metrics) {
        for (var outcome : ApplyOutcome.values()) {
            outcomes.put(
                    outcome,
                    Counter.builder("kakuremichi.applies")
                            .description("Applies of documents and their dry runs, by outcome")
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .register(metrics));
        }
        for (var action : PlannedAction.values()) {
            if (action != PlannedAction.UNCHANGED) {
                objects.put(
                        action,
                        Counter.builder("kakuremichi.applied.objects")
                                .description("Objects that applies changed, by action")
                                .tag("action", action.word())
                                .register(metrics));
            }
        }
    }

    /** Created at the start, so that the counters are there before the first apply. */
    void start(@Observes StartupEvent event) {}

    /** Counts a call that has ended. */
    void count(ApplyOutcome outcome) {
        Objects.requireNonNull(outcomes.get(outcome)).increment();
    }

    /** Counts an apply that was committed. */
    void applied(ApplyView view) {
        var changed = 0L;
        for (var action : objects.entrySet()) {
            var number = view.counts().of(action.getKey());
            action.getValue().increment((double) number);
            changed += number;
        }
        count(changed == 0 ? ApplyOutcome.UNCHANGED : ApplyOutcome.APPLIED);
    }

    /** How a call ends. */
    enum ApplyOutcome {
        /** Something was changed. */
        APPLIED,
        /** An apply found nothing to change. */
        UNCHANGED,
        /** A dry run. */
        PLANNED,
        /** The first response was given again. */
        REPEATED,
        /** The document has faults. */
        INVALID,
        /** The caller's role, other calls or the address plan did not permit it. */
        REFUSED,
        /** Something else went wrong. */
        FAILED
    }
}
