package io.kakuremichi.control.session.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Span;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FanoutTimeTest {
    private static final long ONE_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Timer timer = Timer.builder("fanout").register(new SimpleMeterRegistry());
    private final FanoutTime time = new FanoutTime(timer, Span.getInvalid(), System.nanoTime() - ONE_SECOND);

    @Test
    void isOverWithTheLastSocket() {
        time.sending();
        time.sending();
        time.allSent();
        time.finished();
        assertThat(timer.count()).isZero();

        time.finished();

        assertThat(timer.count()).isEqualTo(1);
        assertThat(timer.totalTime(TimeUnit.SECONDS)).isBetween(1.0, 10.0);
    }

    @Test
    void isNotOverWhileThereMayBeMore() {
        time.sending();
        time.finished();

        assertThat(timer.count()).isZero();
    }

    @Test
    void aChangeThatNobodyIsToldOfIsNotMeasured() {
        time.allSent();

        assertThat(timer.count()).isZero();
    }
}
