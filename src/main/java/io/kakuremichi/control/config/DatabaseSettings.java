package io.kakuremichi.control.config;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** The database. {@code QUARKUS_DATASOURCE_JDBC_URL} selects an external one. */
public interface DatabaseSettings {
    /** Whether this process runs the database itself. Set at the start, not by operators. */
    @WithDefault("false")
    boolean embedded();

    /** A file that holds the external database's password, for mounted secrets. Read at the start. */
    Optional<Path> passwordFile();

    /**
     * Directory for the unpacked programs of the embedded database; by default {@code postgresql} in the data
     * directory.
     */
    Optional<Path> binariesDir();
}
