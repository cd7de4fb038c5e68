package io.kakuremichi.control.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.embeddedpostgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StopLimitTest {
    @Test
    void databaseIsStoppedBeforeTheProcessHalts() {
        assertThat(StopLimit.SPARE).isGreaterThan(EmbeddedPostgres.STOP_LIMIT);
    }

    @Test
    void stopThatNeverEndsIsHaltedWithItsStacksPrintedOnce() throws Exception {
        var process = start("stuck");

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(StopLimit.EXIT_CODE);
        var printed = new String(process.getErrorStream().readAllBytes(), UTF_8);
        assertThat(printed)
                .containsOnlyOnce("halts with exit code 70")
                .contains("\"stuck-hook\"", "CountDownLatch.await");
    }

    @Test
    void stopThatEndsKeepsItsExitCode() throws Exception {
        var process = start("ends");

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(process.getErrorStream().readAllBytes()).isEmpty();
    }

    private static Process start(String how) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Stopping.class.getName(),
                        how))
                .start();
    }

    /** A process that stops at once. */
    static final class Stopping {
        private Stopping() {}

        public static void main(String[] arguments) {
            var limit = new StopLimit(Duration.ofMillis(200));
            limit.drainTakes(Duration.ofMillis(100));
            limit.watch();
            if (arguments[0].equals("stuck")) {
                Runtime.getRuntime()
                        .addShutdownHook(Thread.ofPlatform().name("stuck-hook").unstarted(Stopping::waitForEver));
            }
            System.exit(0);
        }

        private static void waitForEver() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
