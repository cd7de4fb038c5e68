package io.kakuremichi.control.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    private final AtomicInteger replaced = new AtomicInteger();

    @Test
    void activityAboveItsLimitIsReplaced() {
        var activity = watch(Duration.ZERO);

        activity.busy();
        activity.check();

        assertThat(replaced).hasValue(1);
    }

    @Test
    void activityWithinItsLimitIsLeftAlone() {
        var activity = watch(Duration.ofHours(1));

        activity.busy();
        activity.check();

        assertThat(replaced).hasValue(0);
    }

    @Test
    void idleActivityIsLeftAlone() {
        var activity = watch(Duration.ZERO);

        activity.busy();
        activity.idle();
        activity.check();

        assertThat(replaced).hasValue(0);
    }

    private Watchdog.Activity watch(Duration limit) {
        return new Watchdog().watch("reader", limit, Thread::currentThread, replaced::incrementAndGet);
    }
}
