package io.kakuremichi.control.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kakuremichi.control.config.SecretFiles;
import io.kakuremichi.control.config.SecretSetting;
import io.kakuremichi.control.credential.Secret;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretSettingTest {
    @TempDir
    Path directory;

    @Test
    void fileIsReadWithoutTheSpaceAroundIt() throws IOException {
        var file = Files.writeString(directory.resolve("token"), "\n a-token-of-some-length \n");

        assertThat(SecretSetting.read("TOKEN", Optional.empty(), Optional.of(file)))
                .contains(new Secret("a-token-of-some-length"));
    }

    @Test
    void bothAreRefused() {
        assertThatThrownBy(() -> SecretSetting.read("TOKEN", Optional.of("a"), Optional.of(Path.of("b"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("set either TOKEN or TOKEN_FILE, not both");
    }

    @Test
    void fileThatIsNotThereIsNamed() {
        assertThatThrownBy(
                        () -> SecretSetting.read("TOKEN", Optional.empty(), Optional.of(directory.resolve("missing"))))
                .hasMessageStartingWith("TOKEN_FILE can't be read: ");
    }

    @Test
    void startIsRefusedForAFileWithAShortToken() throws IOException {
        var file = Files.writeString(directory.resolve("token"), "short\n");

        assertRefused(Map.of("kakuremichi.admin-token-file", file.toString()), "fewer than 16 characters");
    }

    private static void assertRefused(Map<String, String> settings, String sentence) {
        var config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withDefaultValues(settings)
                .withSources(new SecretFiles())
                .build();

        assertThatThrownBy(() -> StartChecks.check(config)).hasMessageContaining(sentence);
    }
}
