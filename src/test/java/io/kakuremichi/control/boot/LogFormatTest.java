package io.kakuremichi.control.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How it is decided what lines of the log look like. */
class LogFormatTest {
    private static final String DECISION = "quarkus.log.console.json.enabled";

    @TempDir
    Path directory;

    @AfterEach
    void forget() {
        System.clearProperty(DECISION);
    }

    @Test
    void isWhatTheSettingSays() {
        assertThat(decided(Map.of("kakuremichi.log.format", "json"))).isEqualTo("true");
        assertThat(decided(Map.of("kakuremichi.log.format", "TEXT"))).isEqualTo("false");
    }

    @Test
    void isForPeopleInDevMode() {
        assertThat(decided(Map.of("kakuremichi.dev-mode", "true"))).isEqualTo("false");
    }

    @Test
    void leavesTheFrameworksOwnSettingAlone() {
        assertThat(decided(Map.of(DECISION, "false", "kakuremichi.log.format", "json")))
                .isNull();
    }

    @Test
    void theWelcomeNamesWhatToKeepAndWhatToDoNext() {
        assertThat(Welcome.text(
                        "1.2.3",
                        "http://localhost:3001",
                        true,
                        "/srv/data",
                        "/srv/data/encryption-key",
                        "deploy/control"))
                .contains(
                        "Control 1.2.3 is ready",
                        "http://localhost:3001/console/ in a browser",
                        "http://localhost:3001/api",
                        "/srv/data\n",
                        "/srv/data/encryption-key\n",
                        "Copy it to another place too",
                        "deploy/control agent create office",
                        "src/docs/README.md");
    }

    @Test
    void tellsATerminalFromAFile() throws Exception {
        var terminal = Files.createSymbolicLink(directory.resolve("1"), Path.of("/dev/pts/7"));
        var file = Files.createSymbolicLink(directory.resolve("2"), Path.of("/var/log/control.log"));

        assertThat(LogFormat.isTerminal(terminal)).isTrue();
        assertThat(LogFormat.isTerminal(file)).isFalse();
        assertThat(LogFormat.isTerminal(directory.resolve("nothing"))).isFalse();
    }

    private static String decided(Map<String, String> settings) {
        System.clearProperty(DECISION);
        LogFormat.choose(config(settings));
        return System.getProperty(DECISION);
    }

    private static SmallRyeConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build();
    }
}
