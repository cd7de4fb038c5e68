package io.kakuremichi.control.bench;

import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.harness.ControlProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From the command to readiness, with a database that runs; and what Control takes when nobody is there. */
final class StartupScenario implements Scenario {
    private static final double JAR_SECONDS_AT_MOST = 3;
    private static final double KIB_A_MIB = 1024;
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "startup";
    }

    @Override
    public void run(DatabaseServer databases, BenchSettings settings, Report report) throws Exception {
        var database = databases.create(new World(100, 2, 100));
        var jar = measure(database, Optional.empty(), settings.runs());
        report.add(Figure.atMost(name(), "jar, until ready", "s", Statistics.median(jar.seconds), JAR_SECONDS_AT_MOST));
        report.add(Figure.plain(name(), "jar, resident memory", "MiB", Statistics.median(jar.mebibytes)));
        var binary = binary();
        if (binary.isPresent()) {
            var started = measure(database, binary, settings.runs());
            report.add(Figure.plain(name(), "binary, until ready", "s", Statistics.median(started.seconds)));
            report.add(Figure.plain(name(), "binary, resident memory", "MiB", Statistics.median(started.mebibytes)));
        }
    }

    private static Starts measure(DatabaseServer.Database database, Optional<Path> binary, int runs)
            throws IOException, InterruptedException {
        var starts = new Starts(new ArrayList<>(), new ArrayList<>());
        // The first one fills the machine's file cache.
        for (var run = 0; run <= runs; run++) {
            var began = System.nanoTime();
            try (var control = launch(database, binary)) {
                await("Control to be ready").pollInterval(POLL).atMost(PATIENCE).until(control::isReady);
                if (run > 0) {
                    starts.seconds.add((System.nanoTime() - began) / 1e9);
                    starts.mebibytes.add(ProcessCosts.residentKiB(control.pid()) / KIB_A_MIB);
                }
            }
        }
        return starts;
    }

    private static ControlProcess launch(DatabaseServer.Database database, Optional<Path> binary) throws IOException {
        return binary.isPresent()
                ? ControlProcess.launchBinary(binary.get(), Path.of("unused"), database.settings())
                : ControlProcess.launch(Path.of("unused"), database.settings(), List.of());
    }

    /** The native binary, where one was built. */
    private static Optional<Path> binary() throws IOException {
        try (var files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.toString().endsWith("-runner")).findFirst();
        }
    }

    private record Starts(List<Double> seconds, List<Double> mebibytes) {}
}
