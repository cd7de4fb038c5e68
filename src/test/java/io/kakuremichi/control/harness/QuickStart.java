package io.kakuremichi.control.harness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Options of the JVM for tests, which start Control often and need little of it. */
final class QuickStart {
    static final List<String> OPTIONS = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private QuickStart() {}

    /** Those options and the AOT cache, which is made first if there is none; none for a binary. */
    static List<String> options() throws IOException {
        if (ControlProcess.isBinary()) {
            return List.of();
        }
        var options = new ArrayList<>(OPTIONS);
        options.addAll(AotCache.options(Path.of(System.getProperty("control.jar")), QuickStart::train));
        return options;
    }

    /** Starts, answers a few calls and stops. The JVM records that and writes the cache at its end. */
    private static void train(List<String> options) throws IOException, InterruptedException {
        var all = new ArrayList<>(OPTIONS);
        all.addAll(options);
        var dataDir = ControlProcess.LOGS.resolveSibling("training");
        DatabaseTemplate.copyTo(dataDir);
        try (var control = ControlProcess.launch(dataDir, Map.of(), all)) {
            control.awaitReady();
            control.api().createAgent().connect().close();
            control.api().get("/api/agents").expect(200);
            control.process.destroy();
            if (!control.process.waitFor(2, TimeUnit.MINUTES)) {
                throw new AssertionError("Control does not end: " + control.log());
            }
        }
    }
}
