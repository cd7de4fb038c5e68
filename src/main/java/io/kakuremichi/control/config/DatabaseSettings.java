package io.kakuremichi.control.config;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The database. {@code QUARKUS_DATASOURCE_JDBC_URL} selects an external one. */
public interface DatabaseSettings {
    /** Whether this process runs the database itself. Set at the start, not by operators. */
    @WithDefault("false")
    boolean embedded();

    /** A file that holds the external database's password, for mounted secrets. Read at the start. */
    Optional<Path> passwordFile();

    /**
     * URL of the external database past a pooler such as PgBouncer in transaction mode, with the same user and password. The two
     * connections that follow changes need a session of their own; by default they use {@code QUARKUS_DATASOURCE_JDBC_URL}.
     */
    Optional<String> directUrl();

    /**
     * How long the embedded database may fail to run, start after start, before the process ends with exit code 71. It has to run for a
     * minute to count as running again.
     */
    @WithDefault("5m")
    Duration giveUpAfter();

    /**
     * Directory for the unpacked programs of the embedded database; by default {@code postgresql} in the data
     * directory.
     */
    Optional<Path> binariesDir();
}
