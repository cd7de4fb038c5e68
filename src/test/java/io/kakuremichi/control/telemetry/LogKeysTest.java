package io.kakuremichi.control.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.logging.Level;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;

/** Which fields a line of the log gets. */
class LogKeysTest {
    private final LogKeys filter = new LogKeys();

    @Test
    void pairsOfTheMessageBecomeFields() {
        var fields = fields("Client connected client=%s sessionId=%s revision=%d 100%% resumed=%s", "c", "s", 7L, true);

        assertThat(fields)
                .contains(
                        Map.entry("client", "c"),
                        Map.entry("sessionId", "s"),
                        Map.entry("revision", "7"),
                        Map.entry("resumed", "true"));
    }

    @Test
    void anArgumentCanNotMakeAField() {
        assertThat(fields("Failed: %s sessionId=%s", "client=forged", "s"))
                .containsEntry("sessionId", "s")
                .doesNotContainKey("client");
    }

    @Test
    void everyLineHasTheReplica() {
        assertThat(fields("Nothing to say")).containsKey("replica");
    }

    @Test
    void whatTheFrameworkSaysIsLeftAlone() {
        assertThat(fieldsOf("org.somebody", "password=%s", "secret")).containsOnlyKeys("replica");
    }

    @Test
    void everyLineIsLetThrough() {
        assertThat(filter.isLoggable(logged("io.kakuremichi.X", "one=%s two=%s", "too few")))
                .isTrue();
    }

    private Map<String, String> fields(String pattern, Object... arguments) {
        return fieldsOf("io.kakuremichi.control.X", pattern, arguments);
    }

    private Map<String, String> fieldsOf(String logger, String pattern, Object... arguments) {
        var logged = logged(logger, pattern, arguments);
        filter.isLoggable(logged);
        return logged.getMdcCopy();
    }

    private static ExtLogRecord logged(String logger, String pattern, Object... arguments) {
        var logged = new ExtLogRecord(Level.INFO, pattern, ExtLogRecord.FormatStyle.PRINTF, logger);
        logged.setLoggerName(logger);
        logged.setParameters(arguments);
        return logged;
    }
}
