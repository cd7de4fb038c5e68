package io.kakuremichi.control.boot;

import io.kakuremichi.control.credential.KeyRing;
import io.kakuremichi.control.database.DirectConnection;
import io.kakuremichi.control.embeddedpostgres.EmbeddedPostgres;
import io.smallrye.config.SmallRyeConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Control that is not running, described by its settings, for commands that work on its database. Reads the same
 * settings as a start.
 */
public final class StoppedControl {
    private final SmallRyeConfig config;

    StoppedControl(SmallRyeConfig config) {
        this.config = config;
    }

    /**
     * The Control that would start in this directory and environment.
     *
     * @throws RuntimeException with a sentence, if a setting is not valid
     */
    public static StoppedControl configured() {
        var config = EarlyConfig.read();
        StartChecks.checkSettings(config);
        return new StoppedControl(config);
    }

    /** The directory of the embedded database. */
    public Path dataDir() {
        return ControlServer.dataDir(config).toAbsolutePath();
    }

    /** Whether the database is the embedded one. */
    public boolean isEmbedded() {
        return !ControlServer.isExternal(config);
    }

    /** Whether the database is an external one, or a start has created the embedded one. */
    public boolean hasDatabase() {
        return !isEmbedded() || EmbeddedPostgres.exists(dataDir());
    }

    /**
     * The key ring; never creates a new key.
     *
     * @throws IllegalStateException with a sentence, if there is none
     */
    public KeyRing keys() {
        var configured = EncryptionKeys.read(config.getOptionalValue("kakuremichi.encryption-key", String.class));
        if (configured.isPresent()) {
            return configured.get();
        }
        if (ControlServer.isExternal(config)) {
            throw new IllegalStateException(
                    "set KAKUREMICHI_ENCRYPTION_KEY to the key of the Control that wrote the backup");
        }
        var dataDir = ControlServer.dataDir(config);
        return EncryptionKeyFile.read(dataDir)
                .orElseThrow(() -> new IllegalStateException(
                        "the encryption key is missing: copy the one of the Control that wrote the backup to %s, or set KAKUREMICHI_ENCRYPTION_KEY"
                                .formatted(EncryptionKeyFile.path(dataDir))));
    }

    /**
     * Starts the embedded database unless another one is configured; closing it or a signal stops it.
     *
     * @throws RuntimeException with a sentence, for example if another Control uses the data directory
     */
    public Database startDatabase() {
        if (ControlServer.isExternal(config)) {
            return new Database(
                    config.getValue(ControlServer.URL, String.class),
                    config.getOptionalValue(ControlServer.USERNAME, String.class),
                    config.getOptionalValue(ControlServer.PASSWORD, String.class),
                    null);
        }
        var embedded = ControlServer.startEmbedded(config);
        Runtime.getRuntime().addShutdownHook(new Thread(embedded::close));
        return Database.of(embedded);
    }

    /**
     * The database for reading, also while a Control uses it: its running server, otherwise as {@link #startDatabase}.
     *
     * @throws RuntimeException with a sentence
     */
    public Database reachDatabase() {
        if (isEmbedded()) {
            var running = EmbeddedPostgres.running(dataDir());
            if (running.isPresent()) {
                return new Database(
                        running.get().jdbcUrl(),
                        Optional.of(running.get().username()),
                        Optional.of(running.get().password()),
                        null);
            }
        }
        return startDatabase();
    }

    /**
     * A reachable database.
     *
     * @param password a secret
     * @param embedded the server to stop; null for an external database
     */
    public record Database(
            String url,
            Optional<String> username,
            Optional<String> password,
            @Nullable EmbeddedPostgres embedded) implements AutoCloseable {
        /** The embedded one. */
        static Database of(EmbeddedPostgres embedded) {
            return new Database(
                    embedded.jdbcUrl(), Optional.of(embedded.username()), Optional.of(embedded.password()), embedded);
        }

        /** Opens a connection that waits for answers as long as it takes; the caller closes it. */
        public Connection connect(String applicationName) throws SQLException {
            return DirectConnection.open(url, username, password, applicationName, Duration.ZERO);
        }

        /** Whether it is the embedded one, which no other process can be using. */
        public boolean isEmbedded() {
            return embedded != null;
        }

        @Override
        public void close() {
            if (embedded != null) {
                embedded.close();
            }
        }

        @Override
        public String toString() {
            return "Database[" + (isEmbedded() ? "embedded" : "external") + "]";
        }
    }
}
