package io.kakuremichi.control.session.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
    private final RateLimit limit = new RateLimit(10, 5, now::get);

    @Test
    void aBurstMaySpendAllAndNoMore() {
        assertThat(spend(100)).isEqualTo(5);
    }

    @Test
    void whatIsSpentComesBackWithTime() {
        spend(5);

        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(250));

        assertThat(spend(100)).isEqualTo(2);
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(50));
        assertThat(spend(100)).isEqualTo(1);
    }

    @Test
    void nothingIsSavedBeyondABurst() {
        now.addAndGet(TimeUnit.DAYS.toNanos(300));

        assertThat(spend(100)).isEqualTo(5);
    }

    private int spend(int times) {
        var spent = 0;
        for (var i = 0; i < times; i++) {
            spent += limit.spend() ? 1 : 0;
        }
        return spent;
    }
}
