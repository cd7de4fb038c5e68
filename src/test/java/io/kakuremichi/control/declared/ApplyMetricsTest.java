package io.kakuremichi.control.declared;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.harness.ControlTest;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Applies are counted by outcome, and objects by action. */
@ControlTest
class ApplyMetricsTest extends DeclaredStateTest {
    @Inject
    MeterRegistry metrics;

    @Test
    void everyCallIsCountedOnceAndObjectsAfterTheCommit() {
        var before = counts();

        apply("?dryRun=true", document("web:80")).expect(200);
        assertThat(since(before)).isEqualTo(Map.of("outcome planned", 1L));
        apply("", document("web:80")).expect(200);
        apply("", document("web:80")).expect(200);
        apply("", document("web:81")).expect(200);
        apply("?prune=true", "manager: " + manager).expect(200);
        apply("", document("nonsense")).expect(400);
        control.withRole("operator")
                .post("/api/apply", document("web:80"), "Content-Type", "application/yaml")
                .expect(403);

        assertThat(since(before))
                .isEqualTo(Map.of(
                        "outcome planned", 1L,
                        "outcome applied", 3L,
                        "outcome unchanged", 1L,
                        "outcome invalid", 1L,
                        "outcome refused", 1L,
                        "action create", 2L,
                        "action update", 1L,
                        "action delete", 2L));
    }

    @Test
    void aRepeatedResponseIsNoSecondApply() {
        var before = counts();
        var key = UUID.randomUUID().toString();

        for (var i = 0; i < 2; i++) {
            control.post("/api/apply", document("web:80"), "Content-Type", "application/yaml", "Idempotency-Key", key)
                    .expect(200);
        }

        assertThat(since(before)).isEqualTo(Map.of("outcome applied", 1L, "outcome repeated", 1L, "action create", 2L));
    }

    private Map<String, Long> since(Map<String, Long> before) {
        var since = new TreeMap<String, Long>();
        counts().forEach((label, count) -> since.put(label, count - before.get(label)));
        since.values().removeIf(count -> count == 0);
        return since;
    }

    private Map<String, Long> counts() {
        var counts = new TreeMap<String, Long>();
        for (var name : new String[] {"kakuremichi.applies", "kakuremichi.applied.objects"}) {
            metrics.get(name).counters().forEach(counter -> counter.getId()
                    .getTags()
                    .forEach(tag -> counts.put(tag.getKey() + " " + tag.getValue(), (long) counter.count())));
        }
        return counts;
    }
}
