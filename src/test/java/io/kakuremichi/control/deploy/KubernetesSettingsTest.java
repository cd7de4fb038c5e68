package io.kakuremichi.control.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of settings under {@code deploy/kubernetes}, as they are: no {@code kubectl} is needed. */
class KubernetesSettingsTest {
    private static final Path ROOT = Path.of("deploy", "kubernetes");

    static List<Path> files() throws IOException {
        try (var files = Files.walk(ROOT)) {
            return files.filter(file -> file.endsWith("settings.env")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyVariableIsASettingAndNoSecret(Path file) throws IOException {
        var variables = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            variables.load(reader);
        }

        assertThat(variables.stringPropertyNames())
                .isNotEmpty()
                .doesNotContain("KAKUREMICHI_ADMIN_TOKEN", "KAKUREMICHI_ENCRYPTION_KEY", "QUARKUS_DATASOURCE_PASSWORD")
                .allSatisfy(name ->
                        assertThat(KnownSettings.contains(name)).as(name).isTrue());
    }
}
