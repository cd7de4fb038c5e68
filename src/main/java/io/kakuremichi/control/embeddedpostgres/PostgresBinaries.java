package io.kakuremichi.control.embeddedpostgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * PostgreSQL's programs and libraries, unpacked from the class path.
 *
 * @param home the directory that contains {@code bin}, {@code lib} and {@code share}
 */
record PostgresBinaries(Path home) {
    /** The version on the class path; verified when it is unpacked, so that it cannot diverge from the build's. */
    static final String VERSION = "18.3";

    private static final String UNPACKING = ".unpacking-";
    private static final Duration ABANDONED = Duration.ofHours(1);

    /** The major version, as in a cluster's {@code PG_VERSION}. */
    static String majorVersion() {
        return VERSION.substring(0, VERSION.indexOf('.'));
    }

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    /**
     * Unpacks the programs if they are not there yet. A directory with the version's name is always complete, because
     * it gets that name by a final rename. Processes may race: the first rename wins, and the others use its directory.
     */
    static PostgresBinaries unpackedInto(Path directory) throws IOException {
        Path home = directory.resolve(VERSION);
        if (!Files.isDirectory(home)) {
            removeAbandoned(directory);
            Path unpacking = Files.createTempDirectory(directory, UNPACKING);
            try {
                unpack(unpacking);
                Files.setPosixFilePermissions(unpacking, PosixFilePermissions.fromString("rwxr-xr-x"));
                Files.move(unpacking, home, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException e) {
                if (!Files.isDirectory(home)) {
                    throw e;
                }
            } finally {
                Trees.delete(unpacking);
            }
        }
        return new PostgresBinaries(home);
    }

    private static void unpack(Path target) throws IOException {
        String resource = "/postgres-linux-" + architecture() + ".tar.gz";
        try (InputStream archive = PostgresBinaries.class.getResourceAsStream(resource)) {
            if (archive == null) {
                throw new EmbeddedPostgresException("This build of Control lacks the embedded PostgreSQL's " + resource
                        + "; set QUARKUS_DATASOURCE_JDBC_URL to use a database of your own.");
            }
            TarGzip.unpack(archive, target);
        }
        checkVersion(new PostgresBinaries(target).program("postgres"));
    }

    private static void checkVersion(Path postgres) {
        String version;
        try {
            version = Programs.output(List.of(postgres.toString(), "--version"));
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "The embedded PostgreSQL does not run on this system (it needs glibc, and a data directory that is"
                            + " not mounted noexec); set QUARKUS_DATASOURCE_JDBC_URL to use a database of your own.",
                    e);
        }
        if (!version.endsWith(" " + VERSION)) {
            throw new EmbeddedPostgresException(
                    "The class path holds " + version + ", where PostgreSQL " + VERSION + " was expected.");
        }
    }

    private static String architecture() {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        return switch (system) {
            case "Linux amd64", "Linux x86_64" -> "amd64";
            case "Linux aarch64" -> "aarch64";
            default ->
                throw new EmbeddedPostgresException("There is no embedded PostgreSQL for " + system
                        + "; set QUARKUS_DATASOURCE_JDBC_URL to use a database of your own.");
        };
    }

    /** Removes leftovers of killed processes; a recent directory may belong to a running process. */
    private static void removeAbandoned(Path directory) throws IOException {
        Instant limit = Instant.now().minus(ABANDONED);
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(directory, UNPACKING + "*")) {
            for (Path leftover : leftovers) {
                if (Files.getLastModifiedTime(leftover).toInstant().isBefore(limit)) {
                    Trees.delete(leftover);
                }
            }
        }
    }
}
