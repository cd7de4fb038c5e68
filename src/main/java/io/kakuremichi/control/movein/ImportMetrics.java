package io.kakuremichi.control.movein;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Counts imports by outcome, {@code kakuremichi.imports}, and the rows of those that were committed, {@code kakuremichi.imported.rows}. Any
 * thread.
 */
@Singleton
class ImportMetrics {
    private final TransactionSynchronizationRegistry transactions;
    private final Counter imported;
    private final Counter failed;
    private final Counter planned;
    private final Map<ImportAction, Counter> rows = new EnumMap<>(ImportAction.class);

    ImportMetrics(MeterRegistry metrics, TransactionSynchronizationRegistry transactions) {
        this.transactions = transactions;
        this.imported = outcome(metrics, "imported");
        this.failed = outcome(metrics, "failed");
        this.planned = outcome(metrics, "planned");
        for (var action : ImportAction.values()) {
            rows.put(
                    action,
                    Counter.builder("kakuremichi.imported.rows")
                            .description("Rows of originals that imports created, left unchanged or skipped")
                            .tag("action", action.name().toLowerCase(Locale.ROOT))
                            .register(metrics));
        }
    }

    private static Counter outcome(MeterRegistry metrics, String outcome) {
        return Counter.builder("kakuremichi.imports")
                .description("Imports of originals and their dry runs, by outcome")
                .tag("outcome", outcome)
                .register(metrics);
    }

    /** Created at the start, so that the counters are there before the first import. */
    void start(@Observes StartupEvent event) {}

    /** Counts a dry run. */
    void planned() {
        planned.increment();
    }

    /** An import begins in the thread's transaction. */
    ImportUnderWay begin() {
        var underWay = new ImportUnderWay();
        transactions.registerInterposedSynchronization(underWay);
        return underWay;
    }

    /** One import, which is counted when its transaction ends. */
    final class ImportUnderWay implements Synchronization {
        private final Map<ImportAction, Long> counts = new EnumMap<>(ImportAction.class);

        void done(ImportReport report) {
            report.items().forEach(item -> counts.merge(item.action(), 1L, Long::sum));
        }

        @Override
        public void beforeCompletion() {}

        @Override
        public void afterCompletion(int status) {
            if (status != Status.STATUS_COMMITTED) {
                failed.increment();
                return;
            }
            imported.increment();
            counts.forEach(
                    (action, count) -> Objects.requireNonNull(rows.get(action)).increment(count.doubleValue()));
        }
    }
}
