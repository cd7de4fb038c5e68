package io.kakuremichi.control.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Collectors;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
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

    /** Whoever logs them: one is generated for each kind, so that a kind without its prefix in the mask is noticed. */
    @Test
    void noSecretIsInALine() {
        var secrets = List.of(
                Secret.newApiKey(ClientType.AGENT),
                Secret.newApiKey(ClientType.GATEWAY),
                Secret.newAdminToken(),
                Secret.newToken());
        for (var secret : secrets) {
            var end = secret.value().substring(8);
            for (var text : List.of(
                    secret.value(),
                    percentEncoded(secret.value()),
                    percentEncoded(secret.value()).replace("%", "%25"))) {
                var uri = "/ws?type=agent&x=" + text + "&y=1";
                var logged = logged("io.quarkus.X", "HTTP Request to %s failed", uri);
                logged.setThrown(new IllegalStateException("at " + uri, new IOException(text)));

                filter.isLoggable(logged);

                var line = new PatternFormatter("%s%e").format(logged);
                assertThat(line)
                        .contains("HTTP Request to /ws?type=agent&x=", "&y=1 failed", "***")
                        .contains("IllegalStateException", "IOException", "LogKeysTest.noSecretIsInALine")
                        .doesNotContain(
                                end, percentEncoded(end), percentEncoded(end).replace("%", "%25"));
            }
        }
    }

    @Test
    void valuesOfSecretParametersAreMasked() {
        assertThat(line("GET /ws?apiKey=hunter2&type=agent")).isEqualTo("GET /ws?apiKey=***&type=agent");
        assertThat(line("GET /ws?%61piKey%3Dhunter2&type=agent")).isEqualTo("GET /ws?%61piKey%3D***&type=agent");
        assertThat(line("{\"apiKey\": \"hunter2\"}")).isEqualTo("{\"apiKey\": \"***\"}");
        assertThat(line("headers: Authorization: Bearer hunter2, Host: a"))
                .isEqualTo("headers: Authorization: Bearer ***, Host: a");
        assertThat(line("Cookie: a=b; __Host-kakuremichi=oGOTmr2Yl0mJ7a1uQn8cJm3cXq0b8vZVn5o5cN1qk9A; c=d"))
                .isEqualTo("Cookie: a=b; __Host-kakuremichi=***; c=d");
        assertThat(line("Created apiKeyPrefix=agt_Yk3v")).isEqualTo("Created apiKeyPrefix=agt_Yk3v");
        assertThat(line("A valid bearer token is required: 100% of a=b"))
                .isEqualTo("A valid bearer token is required: 100% of a=b");
    }

    private String line(String text) {
        var logged = logged("io.quarkus.X", "%s", text);
        filter.isLoggable(logged);
        return new PatternFormatter("%s").format(logged);
    }

    private static String percentEncoded(String text) {
        return text.chars().mapToObj(c -> "%%%02x".formatted(c)).collect(Collectors.joining());
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
