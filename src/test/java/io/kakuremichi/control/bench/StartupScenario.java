package io.kakuremichi.control.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.harness.ControlProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The time from the command to readiness with a running database, and the memory of an idle Control. */
final class StartupScenario implements Scenario {
    private static final double JAR_SECONDS_AT_MOST = 3;
    private static final double KIB_A_MIB = 1024;
    private static final Path CACHE = Path.of("target", "bench", "control.aot");
    private static final Path UNUSED = Path.of("unused");
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Override
    public String name() {
        return "startup";
    }

    @Override
    public void run(DatabaseServer databases, BenchSettings settings, Report report) throws Exception {
        var database = databases.create(new World(100, 2, 100));
        train(database);
        var jar = measure(() -> launch(database, "-XX:AOTCache=" + CACHE), settings.runs());
        report.add(Figure.atMost(
                name(),
                "jar with its AOT cache, until ready",
                "s",
                Statistics.median(jar.seconds),
                JAR_SECONDS_AT_MOST));
        report.add(Figure.plain(name(), "the same, resident memory", "MiB", Statistics.median(jar.mebibytes)));
        var bare = measure(() -> launch(database), settings.runs());
        report.add(Figure.plain(name(), "jar without it, until ready", "s", Statistics.median(bare.seconds)));
        report.add(Figure.plain(name(), "the same, resident memory", "MiB", Statistics.median(bare.mebibytes)));
        var binary = Program.nativeBinary();
        if (binary.isPresent()) {
            var started = measure(() -> binary.get().launch(UNUSED, database.settings(), List.of()), settings.runs());
            report.add(Figure.plain(name(), "binary, until ready", "s", Statistics.median(started.seconds)));
            report.add(Figure.plain(name(), "binary, resident memory", "MiB", Statistics.median(started.mebibytes)));
        }
    }

    /** Makes the cache as the JVM image does, by a start that is watched; it is written when that ends. */
    private static void train(DatabaseServer.Database database) throws IOException, InterruptedException {
        Files.createDirectories(CACHE.getParent());
        try (var control = launch(database, "-XX:AOTCacheOutput=" + CACHE)) {
            awaitReady(control);
        }
        assertThat(CACHE).isNotEmptyFile();
    }

    /** With the options of the JVM image: a cache is only good for those that it was made with. */
    private static ControlProcess launch(DatabaseServer.Database database, String... options) throws IOException {
        var all = new ArrayList<>(List.of("@deploy/docker/control.jvm"));
        all.addAll(List.of(options));
        return ControlProcess.launch(UNUSED, database.settings(), all);
    }

    private static Starts measure(Launch launch, int runs) throws IOException, InterruptedException {
        var starts = new Starts(new ArrayList<>(), new ArrayList<>());
        // The first one fills the machine's file cache.
        for (var run = 0; run <= runs; run++) {
            var began = System.nanoTime();
            try (var control = launch.control()) {
                awaitReady(control);
                if (run > 0) {
                    starts.seconds.add((System.nanoTime() - began) / 1e9);
                    starts.mebibytes.add(ProcessCosts.residentKiB(control.pid()) / KIB_A_MIB);
                }
            }
        }
        return starts;
    }

    static void awaitReady(ControlProcess control) {
        await("Control to be ready").pollInterval(POLL).atMost(PATIENCE).until(control::isReady);
    }

    /** One start. */
    private interface Launch {
        ControlProcess control() throws IOException;
    }

    private record Starts(List<Double> seconds, List<Double> mebibytes) {}
}
