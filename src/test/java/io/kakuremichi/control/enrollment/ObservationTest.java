package io.kakuremichi.control.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ObservationTest {
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1);
    private final Observation observation = new Observation(clock::get);

    @Test
    void observationGrowsWithEachRead() {
        assertThat(after(Duration.ofMinutes(1))).isEqualTo(Duration.ofMinutes(1));
        assertThat(after(Duration.ofMinutes(3))).isEqualTo(Duration.ofMinutes(4));
    }

    @Test
    void longGapIsABreak() {
        after(Duration.ofMinutes(2));

        assertThat(after(Duration.ofMinutes(3).plusNanos(1))).isZero();
        assertThat(after(Duration.ofMinutes(1))).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void failedReadIsABreak() {
        after(Duration.ofMinutes(2));

        observation.interrupted();

        assertThat(after(Duration.ofMinutes(1))).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void derivedNamesFitAndDiffer() {
        var key = "k".repeat(64);

        assertThat(EnrolledNames.derived(key)).matches("k{55}-[a-z0-9]{8}").isNotEqualTo(EnrolledNames.derived(key));
        assertThat(EnrolledNames.derived("web")).matches("web-[a-z0-9]{8}");
    }

    private Duration after(Duration time) {
        clock.addAndGet(time.toNanos());
        return observation.length();
    }
}
