package io.kakuremichi.control.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kakuremichi.control.config.SecretFiles;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFilesTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "KAKUREMICHI_ADMIN_TOKEN_FILE, kakuremichi.admin-token",
        "KAKUREMICHI_ENCRYPTION_KEY_FILE, kakuremichi.encryption-key",
        "KAKUREMICHI_DATABASE_PASSWORD_FILE, quarkus.datasource.password"
    })
    void contentIsTheSecretsSetting(String variable, String property) throws IOException {
        var file = Files.writeString(directory.resolve("secret"), "hunter-42\n");

        assertThat(config(Map.of(variable, file.toString())).getValue(property, String.class))
                .isEqualTo("hunter-42");
    }

    @Test
    void variableThatIsEmptyDoesNotHideTheFile() throws IOException {
        var file = Files.writeString(directory.resolve("secret"), "hunter-42");

        var config = config(Map.of("KAKUREMICHI_ADMIN_TOKEN", "", "KAKUREMICHI_ADMIN_TOKEN_FILE", file.toString()));

        assertThat(config.getValue("kakuremichi.admin-token", String.class)).isEqualTo("hunter-42");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a$b", "${quarkus.http.port}", "$$", "a\\$b", "\\", "a:b${c:d}", "a,b"})
    void contentIsTakenAsItIs(String secret) throws IOException {
        var file = Files.writeString(directory.resolve("secret"), secret);

        assertThat(config(Map.of("KAKUREMICHI_DATABASE_PASSWORD_FILE", file.toString()))
                        .getValue("quarkus.datasource.password", String.class))
                .isEqualTo(secret);
    }

    @Test
    void isRefusedBesideTheValue() {
        assertThatThrownBy(() -> config(Map.of(
                        "KAKUREMICHI_DATABASE_PASSWORD_FILE", "unread", "QUARKUS_DATASOURCE_PASSWORD", "hunter-42")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("set either QUARKUS_DATASOURCE_PASSWORD or KAKUREMICHI_DATABASE_PASSWORD_FILE, not both");
    }

    @Test
    void fileThatIsNotThereIsNamed() {
        var missing = directory.resolve("missing").toString();

        assertThatThrownBy(() -> config(Map.of("KAKUREMICHI_ENCRYPTION_KEY_FILE", missing)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("KAKUREMICHI_ENCRYPTION_KEY_FILE can't be read: " + missing + " does not exist");
    }

    @Test
    void fileThatIsEmptyOrNoTextIsNamed() throws IOException {
        var file = Files.writeString(directory.resolve("secret"), "\n").toString();
        assertThatThrownBy(() -> config(Map.of("KAKUREMICHI_ADMIN_TOKEN_FILE", file)))
                .hasMessage("KAKUREMICHI_ADMIN_TOKEN_FILE is empty: " + file);

        Files.writeString(Path.of(file), "a-token-of-some-length", java.nio.charset.StandardCharsets.UTF_16);
        assertThatThrownBy(() -> config(Map.of("KAKUREMICHI_ADMIN_TOKEN_FILE", file)))
                .hasMessage("KAKUREMICHI_ADMIN_TOKEN_FILE is not UTF-8 text: " + file);
    }

    @Test
    void endlessFileIsNotRead() {
        assertThatThrownBy(() -> config(Map.of("KAKUREMICHI_ADMIN_TOKEN_FILE", "/dev/zero")))
                .hasMessage("KAKUREMICHI_ADMIN_TOKEN_FILE is too long for a secret: /dev/zero");
    }

    private static SmallRyeConfig config(Map<String, String> variables) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new EnvConfigSource(variables, 300))
                .withSources(new SecretFiles())
                .build();
    }
}
