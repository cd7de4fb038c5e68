package io.kakuremichi.control.harness;

import io.kakuremichi.control.embeddedpostgres.EmbeddedPostgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The embedded database under {@link ControlTest}s, on a data directory that starts empty. */
public class TestDatabase implements QuarkusTestResourceLifecycleManager {
    /** Where PostgreSQL is unpacked once for all tests. */
    public static final Path BINARIES = Path.of("target", "postgresql").toAbsolutePath();

    public static final String ADMIN_TOKEN = "token-of-the-tests-only";

    /** 32 bytes, of which nothing is secret. */
    public static final String ENCRYPTION_KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    private EmbeddedPostgres database;

    @Override
    public Map<String, String> start() {
        try {
            var dataDir = Files.createTempDirectory("control-test");
            DatabaseTemplate.copyTo(dataDir);
            database = EmbeddedPostgres.start(dataDir, BINARIES);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return Map.of(
                "quarkus.datasource.jdbc.url",
                database.jdbcUrl(),
                "quarkus.datasource.username",
                database.username(),
                "quarkus.datasource.password",
                database.password(),
                // On a busy machine, connecting takes longer than production puts up with.
                "quarkus.datasource.jdbc.acquisition-timeout",
                "30",
                "kakuremichi.database.embedded",
                "true",
                "kakuremichi.admin-token",
                ADMIN_TOKEN,
                "kakuremichi.encryption-key",
                ENCRYPTION_KEY);
    }

    @Override
    public void stop() {
        database.close();
    }
}
