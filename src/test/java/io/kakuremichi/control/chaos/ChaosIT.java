package io.kakuremichi.control.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Short with the other tests; long by {@code ./mvnw -Pchaos verify -Dchaos.minutes=N [-Dchaos.seed=S]}. */
class ChaosIT {
    @TempDir
    Path directory;

    @Test
    void losesDoublesReordersAndInventsNothingWhateverFails() throws Exception {
        var settings = ChaosSettings.fromProperties();
        System.out.println("Chaos with " + settings);

        var report = new ChaosRun(settings).run(directory);

        System.out.println(report);
        System.out.println("Written to " + report.write());
        assertThat(report.violations())
                .as("violations with seed %d", settings.seed())
                .isEmpty();
    }
}
