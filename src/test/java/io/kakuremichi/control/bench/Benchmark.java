package io.kakuremichi.control.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * By {@code ./mvnw -Pbench verify [-Dbench.only=storm,fanout]} alone. It fails when something was refused, lost or out of order;
 * a goal that was missed is only reported: it depends on the machine and on who else uses it.
 */
class Benchmark {
    private static final List<Scenario> SCENARIOS = List.of(
            new BinaryScenario(),
            new StartupScenario(),
            new StormScenario(),
            new FanoutScenario(),
            new IdleScenario(),
            new LargeScenario(),
            new GrowthScenario(),
            new MicroScenario());

    @TempDir
    Path directory;

    @Test
    void measures() throws Exception {
        var settings = BenchSettings.fromProperties();
        System.out.println("Benchmark with " + settings);
        var report = new Report(settings);

        try (var databases = DatabaseServer.start(directory.resolve("database"))) {
            for (var scenario : SCENARIOS) {
                if (settings.runs(scenario.name())) {
                    var began = System.nanoTime();
                    scenario.run(databases, settings, report);
                    report.over(scenario.name(), (System.nanoTime() - began) / 1e9);
                }
            }
        }

        System.out.println(report);
        System.out.println("Written to " + report.write());
        assertThat(report.failures()).isEmpty();
    }
}
