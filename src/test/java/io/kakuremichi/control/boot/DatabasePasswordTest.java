package io.kakuremichi.control.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kakuremichi.control.credential.Secret;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabasePasswordTest {
    private static final String FILE = "kakuremichi.database.password-file";

    @TempDir
    Path directory;

    @Test
    void isReadFromItsFile() throws IOException {
        var file = Files.writeString(directory.resolve("password"), "hunter-42\n");

        assertThat(DatabasePassword.read(config(Map.of(FILE, file.toString())))).contains(new Secret("hunter-42"));
    }

    @Test
    void isRefusedBesideAPasswordOfQuarkus() {
        var both = config(Map.of(FILE, "unread", "quarkus.datasource.password", "hunter-42"));

        assertThatThrownBy(() -> DatabasePassword.apply(both))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("set either QUARKUS_DATASOURCE_PASSWORD or KAKUREMICHI_DATABASE_PASSWORD_FILE, not both");
    }

    @Test
    void fileThatIsNotThereIsNamed() {
        var missing = config(Map.of(FILE, directory.resolve("missing").toString()));

        assertThatThrownBy(() -> DatabasePassword.apply(missing))
                .hasMessageStartingWith("KAKUREMICHI_DATABASE_PASSWORD_FILE can't be read: ");
    }

    @Test
    void isRefusedWithoutADatabase() {
        assertThatThrownBy(() -> DatabasePassword.refuseWithoutDatabase(config(Map.of(FILE, "unread"))))
                .hasMessage("KAKUREMICHI_DATABASE_PASSWORD_FILE is of an external database:"
                        + " set QUARKUS_DATASOURCE_JDBC_URL as well");
    }

    private static SmallRyeConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withDefaultValues(settings)
                .build();
    }
}
