package io.kakuremichi.control.boot;

import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Selects the format of log lines: text at a terminal, JSON elsewhere, unless configured. */
final class LogFormat {
    private static final String JSON_ENABLED = "quarkus.log.console.json.enabled";
    private static final String FRAMEWORK_LEVEL = "quarkus.log.category.\"io.quarkus\".level";
    private static final String HEALTH_LEVEL = "quarkus.log.category.\"io.smallrye.health\".level";
    private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

    private LogFormat() {}

    /**
     * Selects the format before Quarkus starts; earlier log messages are buffered until then.
     */
    static void choose(SmallRyeConfig config) {
        if (config.getOptionalValue(JSON_ENABLED, String.class).isEmpty()) {
            var json = isJson(config);
            System.setProperty(JSON_ENABLED, String.valueOf(json));
            if (!json && !StartChecks.isDevMode(config) && isAtTerminal()) {
                // Welcome takes the place of the framework's three lines about the start.
                quieten(config, FRAMEWORK_LEVEL);
                // A probe before the start is complete is answered with JSON, which is logged as well.
                quieten(config, HEALTH_LEVEL);
            }
        }
    }

    private static void quieten(SmallRyeConfig config, String level) {
        if (config.getOptionalValue(level, String.class).isEmpty()) {
            System.setProperty(level, "WARN");
        }
    }

    /** Whether a person reads the output. */
    static boolean isAtTerminal() {
        return isTerminal(STANDARD_OUTPUT);
    }

    private static boolean isJson(SmallRyeConfig config) {
        var chosen = config.getOptionalValue("kakuremichi.log.format", String.class);
        return chosen.map(format -> format.equalsIgnoreCase("json"))
                .orElseGet(() -> !StartChecks.isDevMode(config) && !isAtTerminal());
    }

    /**
     * {@link System#console} also requires the input to be a terminal, which a service started by hand may not have.
     */
    static boolean isTerminal(Path descriptor) {
        try {
            var target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
