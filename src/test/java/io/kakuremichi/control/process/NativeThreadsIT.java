package io.kakuremichi.control.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kakuremichi.control.harness.ControlProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which threads a native binary has, by the names that the system shows; it cuts them off after 15 characters. */
class NativeThreadsIT {
    @TempDir
    Path dataDir;

    @Test
    void platformThreadsPollSocketsAndWaitForTheDatabase() throws Exception {
        assumeTrue(ControlProcess.isBinary(), "a JVM loses no wake-up, and keeps its own poller");
        try (var control = ControlProcess.start(dataDir)) {
            control.api().createAgent();

            assertThat(threads(control.pid()))
                    .contains("Read-Poller", "change-feed", "change-listener", "presence", "audit-writer", "sequencer")
                    .doesNotContain("MasterPoller", "Master-Poller");
        }
    }

    private static List<String> threads(long pid) throws IOException {
        try (var threads = Files.list(Path.of("/proc", String.valueOf(pid), "task"))) {
            return threads.map(thread -> read(thread.resolve("comm"))).toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
