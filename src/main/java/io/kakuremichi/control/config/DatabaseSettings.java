package io.kakuremichi.control.config;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** The database. An external one is named by {@code QUARKUS_DATASOURCE_JDBC_URL}. */
public interface DatabaseSettings {
    /** Whether this process runs the database itself. Set at start, not by people. */
    @WithDefault("false")
    boolean embedded();

    /** A file that holds the external database's password, for secrets that are mounted. Read at start. */
    Optional<Path> passwordFile();

    /** Where the embedded database's programs are unpacked; by default {@code postgresql} in the data directory. */
    Optional<Path> binariesDir();
}
