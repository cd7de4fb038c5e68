package io.kakuremichi.control.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.harness.ControlProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing but first starts and round trips to the database, to find a start that never becomes ready or a call that never returns.
 * Not part of the suite: {@code ./mvnw verify -Pnative -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=FirstStartStress
 * -Dstress.starts=1000 -Dstress.parallel=3}.
 */
class FirstStartStress {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_NANOS = Duration.ofMillis(20).toNanos();
    private static final int STARTS = Integer.getInteger("stress.starts", 100);
    private static final int PARALLEL = Integer.getInteger("stress.parallel", 3);
    private static final int CALLS = Integer.getInteger("stress.calls", 20);

    @TempDir
    Path directory;

    private final List<Double> seconds = Collections.synchronizedList(new ArrayList<>());
    private final List<String> hangs = Collections.synchronizedList(new ArrayList<>());

    @Test
    void everyStartBecomesReadyAndEveryCallReturns() throws Exception {
        var next = new AtomicInteger();
        try (var workers = Executors.newFixedThreadPool(PARALLEL)) {
            for (var worker = 0; worker < PARALLEL; worker++) {
                workers.submit(() -> {
                    for (var number = next.getAndIncrement(); number < STARTS; number = next.getAndIncrement()) {
                        start(number);
                    }
                    return null;
                });
            }
        }

        Collections.sort(seconds);
        System.out.printf(
                "%d first starts of the %s, %d at a time: %d hangs; until ready median %.2f s, p99 %.2f s, longest %.2f s%n",
                STARTS,
                ControlProcess.isBinary() ? "binary" : "jar",
                PARALLEL,
                hangs.size(),
                percentile(0.5),
                percentile(0.99),
                percentile(1));
        assertThat(hangs).isEmpty();
    }

    private double percentile(double share) {
        return seconds.isEmpty() ? Double.NaN : seconds.get((int) Math.ceil(share * seconds.size()) - 1);
    }

    private void start(int number) throws Exception {
        var began = System.nanoTime();
        try (var control = ControlProcess.launch(directory.resolve("data-" + number), Map.of())) {
            while (!control.isReady()) {
                if (System.nanoTime() - began > PATIENCE.toNanos()) {
                    hangs.add("start " + number + " is not ready: " + control.log());
                    control.kill();
                    return;
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
            seconds.add((System.nanoTime() - began) / 1e9);
            for (var call = 0; call < CALLS; call++) {
                control.api().createAgent();
            }
        } catch (RuntimeException | AssertionError e) {
            hangs.add("start " + number + ": " + e);
        }
    }
}
