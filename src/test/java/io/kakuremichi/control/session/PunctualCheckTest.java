package io.kakuremichi.control.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PunctualCheckTest {
    private static final Duration PERIOD = Duration.ofSeconds(30);

    private final AtomicLong clock =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(45).toNanos());
    private final AtomicInteger runs = new AtomicInteger();
    private final PunctualCheck check = new PunctualCheck(PERIOD, clock::get, runs::incrementAndGet);

    @Test
    void runsEveryPeriod() {
        after(PERIOD);
        after(PERIOD.plusMillis(900));

        assertThat(runs).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 45, 75})
    void skipsTheRunAfterAStall(int seconds) {
        after(Duration.ofSeconds(seconds));
        assertThat(runs).hasValue(0);

        after(PERIOD);
        assertThat(runs).hasValue(1);
    }

    @Test
    void neverSkipsTwoInARow() {
        after(Duration.ofSeconds(75));
        after(Duration.ofSeconds(75));

        assertThat(runs).hasValue(1);
    }

    @Test
    void aFailureDoesNotEndTheTimer() {
        var failing = new PunctualCheck(PERIOD, clock::get, () -> {
            throw new NoClassDefFoundError("an error, as when files are replaced");
        });

        assertThatCode(failing::run).doesNotThrowAnyException();
    }

    private void after(Duration passed) {
        clock.addAndGet(passed.toNanos());
        check.run();
    }
}
