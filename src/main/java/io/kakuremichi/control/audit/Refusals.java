package io.kakuremichi.control.audit;

import io.kakuremichi.control.access.Caller;
import io.kakuremichi.control.access.RefusedCall;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts unauthenticated callers in memory, so that a million attempts from one address make one entry a minute. The
 * number of addresses is bounded; further ones share one entry until the next write.
 */
@Singleton
class Refusals {
    static final int MAX_ADDRESSES = 1_000;
    static final String OTHERS = "others";

    private static final String ACTION = "authentication.";

    private final AuditWriter writer;
    private Map<RefusalKey, Tally> counted = new HashMap<>();

    Refusals(AuditWriter writer) {
        this.writer = writer;
    }

    void count(@Observes RefusedCall refused) {
        count(refused.address(), "rest", null, Instant.now());
    }

    synchronized void count(String address, String what, @Nullable String subject, Instant now) {
        var minute = now.truncatedTo(ChronoUnit.MINUTES);
        var key = new RefusalKey(address, what, subject, minute);
        if (counted.size() >= MAX_ADDRESSES && !counted.containsKey(key)) {
            key = new RefusalKey(OTHERS, what, null, minute);
        }
        counted.merge(key, new Tally(now, 1), Tally::plus);
    }

    /** Once a minute; entries do not wait until their own minute has passed, so that an attack shows soon. */
    @Scheduled(every = "1m", delayed = "1m")
    void write() {
        taken().forEach(writer::offer);
    }

    /** Before the writer stops. */
    void stop(@Observes ShutdownEvent event) {
        write();
    }

    private synchronized List<AuditEntry> taken() {
        var taken = new ArrayList<AuditEntry>(counted.size());
        counted.forEach((key, tally) -> taken.add(key.entry(tally)));
        counted = new HashMap<>();
        return taken;
    }

    private record RefusalKey(
            String address, String what, @Nullable String subject, Instant minute) {
        AuditEntry entry(Tally tally) {
            return new AuditEntry(
                    tally.first,
                    Caller.NOBODY,
                    null,
                    address,
                    null,
                    ACTION + what,
                    subject,
                    AuditOutcome.DENIED,
                    null,
                    tally.count);
        }
    }

    private record Tally(Instant first, long count) {
        Tally plus(Tally other) {
            return new Tally(first, count + other.count);
        }
    }
}
