package io.kakuremichi.control.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecentTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final AtomicInteger readings = new AtomicInteger();

    @Test
    void valueIsReadOnceInItsLifetime() {
        var value = new Recent<>(LONG, readings::incrementAndGet);

        assertThat(value.get()).isEqualTo(1);
        assertThat(value.get()).isEqualTo(1);
    }

    @Test
    void valueIsReadAgainAfterItsLifetime() {
        var value = new Recent<>(Duration.ZERO, readings::incrementAndGet);

        assertThat(value.get()).isEqualTo(1);
        assertThat(value.get()).isEqualTo(2);
    }

    @Test
    void callersDuringAReadingShareIt() throws Exception {
        var callers = 50;
        var arrived = new CountDownLatch(callers);
        var value = new Recent<>(LONG, () -> {
            await().until(() -> arrived.getCount() == 0);
            return readings.incrementAndGet();
        });
        Callable<Integer> call = () -> {
            arrived.countDown();
            return value.get();
        };

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer :
                    threads.invokeAll(Stream.generate(() -> call).limit(callers).toList())) {
                assertThat(answer.get()).isEqualTo(1);
            }
        }
    }

    @Test
    void failureIsPassedOnAndNotKept() {
        var value = new Recent<>(LONG, () -> {
            if (readings.incrementAndGet() == 1) {
                throw new SQLException("gone", "08006");
            }
            return readings.get();
        });

        assertThatThrownBy(value::get).hasRootCauseInstanceOf(SQLException.class);
        assertThat(value.get()).isEqualTo(2);
    }
}
