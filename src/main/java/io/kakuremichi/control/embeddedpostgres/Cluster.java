package io.kakuremichi.control.embeddedpostgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;

/** The files of a PostgreSQL cluster in the data directory, and its password. */
final class Cluster {
    static final String SUPERUSER = "control";
    static final String DATABASE = "control";

    /** In the data directory. */
    static final String DIRECTORY = "pgdata";

    private static final String PASSWORD_FILE = "postgres-password";
    private static final Duration CREATION_LIMIT = Duration.ofMinutes(5);
    private static final String UNFINISHED = "pgdata.new-";
    private static final int PASSWORD_LENGTH = 32;
    private static final String PASSWORD_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final Path dataDir;
    private final Path directory;
    private final Path passwordFile;
    private final Programs programs;
    private final ServerLog log;

    Cluster(Path dataDir, Programs programs, ServerLog log) {
        this.dataDir = dataDir;
        this.directory = dataDir.resolve(DIRECTORY);
        this.passwordFile = dataDir.resolve(PASSWORD_FILE);
        this.programs = programs;
        this.log = log;
    }

    Path directory() {
        return directory;
    }

    /**
     * Creates the cluster if it does not exist.
     *
     * @return the superuser's password
     */
    String create() throws IOException {
        removeUnfinished();
        if (Files.exists(directory)) {
            checkVersion();
            return storedPassword(dataDir);
        }
        String password = Files.exists(passwordFile) ? storedPassword(dataDir) : newPassword();
        Path unfinished = Files.createTempDirectory(dataDir, UNFINISHED);
        try {
            initialize(unfinished);
            // A cluster with its final name is complete, including the database; an interruption leaves none.
            Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
            sync(dataDir);
        } finally {
            Trees.delete(unfinished);
        }
        return password;
    }

    private void initialize(Path target) throws IOException {
        List<String> initdb = List.of(
                "--pgdata=" + target,
                "--username=" + SUPERUSER,
                "--pwfile=" + passwordFile,
                "--auth-host=scram-sha-256",
                "--auth-local=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8");
        // The stand-alone server creates the database without a port, a password or a JDBC driver.
        List<String> standAlone = List.of("--single", "-D", target.toString(), "-c", "exit_on_error=true", "postgres");
        long before = log.size();
        if (programs.run(CREATION_LIMIT, "", "initdb", initdb) != 0
                || programs.run(CREATION_LIMIT, "CREATE DATABASE " + DATABASE + "\n", "postgres", standAlone) != 0) {
            throw new EmbeddedPostgresException("The embedded PostgreSQL's data could not be created in " + dataDir
                    + ": " + log.reasonSince(before) + ".");
        }
    }

    private void checkVersion() throws IOException {
        Path versionFile = directory.resolve("PG_VERSION");
        if (!Files.exists(versionFile)) {
            throw new EmbeddedPostgresException(
                    directory + " contains no PostgreSQL data; move it away or restore it from a backup.");
        }
        String version = Files.readString(versionFile).strip();
        if (!version.equals(PostgresBinaries.majorVersion())) {
            throw new EmbeddedPostgresException("The data in " + directory + " are of PostgreSQL " + version
                    + ", but this Control brings PostgreSQL " + PostgresBinaries.majorVersion()
                    + "; take a backup with the Control that wrote them (kakuremichi-control backup FILE) and restore it"
                    + " with this one into another data directory (kakuremichi-control restore FILE).");
        }
    }

    /** The superuser's password in a data directory. */
    static String storedPassword(Path dataDir) throws IOException {
        Path passwordFile = dataDir.resolve(PASSWORD_FILE);
        if (!Files.exists(passwordFile)) {
            throw new EmbeddedPostgresException(
                    "The embedded PostgreSQL's password is missing; restore " + passwordFile + " from a backup.");
        }
        return Files.readString(passwordFile).strip();
    }

    private String newPassword() throws IOException {
        String password = new SecureRandom()
                .ints(PASSWORD_LENGTH, 0, PASSWORD_CHARACTERS.length())
                .mapToObj(index -> PASSWORD_CHARACTERS.substring(index, index + 1))
                .reduce("", String::concat);
        Path unfinished = passwordFile.resolveSibling(passwordFile.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        Files.createFile(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(unfinished, password + "\n");
        sync(unfinished);
        Files.move(unfinished, passwordFile, StandardCopyOption.ATOMIC_MOVE);
        return password;
    }

    private void removeUnfinished() throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(dataDir, UNFINISHED + "*")) {
            leftovers.forEach(Trees::delete);
        }
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            channel.force(true);
        }
    }
}
