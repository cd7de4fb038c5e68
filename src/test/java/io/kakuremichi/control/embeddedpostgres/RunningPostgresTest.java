package io.kakuremichi.control.embeddedpostgres;

import static io.kakuremichi.control.embeddedpostgres.Queries.query;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is true of a server while it runs. */
@Execution(CONCURRENT)
class RunningPostgresTest {
    private static final Path BINARIES = Path.of("target", "postgresql").toAbsolutePath();

    @TempDir
    private static Path scratch;

    private static Path dataDir;

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() {
        dataDir = scratch.resolve("data");
        postgres = EmbeddedPostgres.start(dataDir, BINARIES);
    }

    @AfterAll
    static void close() {
        postgres.close();
    }

    @Test
    void aSecondStartInTheSameProcessIsRefused() {
        var refusal = assertThrows(EmbeddedPostgresException.class, () -> EmbeddedPostgres.start(dataDir, BINARIES));

        assertEquals(inUse(), refusal.getMessage());
    }

    @Test
    void aSecondStartInAnotherProcessIsRefusedEvenAfterOneInTheSameProcess() throws Exception {
        assertThrows(EmbeddedPostgresException.class, () -> EmbeddedPostgres.start(dataDir, BINARIES));

        try (ControlProcess other = ControlProcess.start(dataDir.toString(), BINARIES.toString())) {
            assertEquals(inUse(), other.refusal());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "fsync, on",
        "synchronous_commit, on",
        "full_page_writes, on",
        "data_checksums, on",
        "listen_addresses, 127.0.0.1",
        "unix_socket_directories, ''",
        "password_encryption, scram-sha-256",
        "max_connections, 100",
        "server_encoding, UTF8",
        "log_timezone, UTC",
        "log_min_messages, warning",
        "server_version, " + PostgresBinaries.VERSION,
    })
    void theServerRunsWith(String setting, String value) throws Exception {
        assertEquals(value, query(postgres, "SELECT current_setting('" + setting + "')"));
    }

    @Test
    void theServerListensOnLoopbackOnly() throws IOException {
        String port = String.format(Locale.ROOT, ":%04X", postgres.port());

        List<String> listening = Stream.concat(
                        Files.readAllLines(Path.of("/proc/net/tcp")).stream(),
                        Files.readAllLines(Path.of("/proc/net/tcp6")).stream())
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields[1].endsWith(port) && fields[3].equals("0A"))
                .map(fields -> fields[1])
                .toList();

        assertEquals(List.of("0100007F" + port), listening);
    }

    @Test
    void aWrongPasswordIsRefused() {
        var refusal = assertThrows(
                SQLException.class,
                () -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), "wrong"));

        assertEquals("28P01", refusal.getSQLState());
    }

    @Test
    void onlyTheOwnerMayReadThePasswordAndTheData() throws IOException {
        assertEquals("rw-------", permissions(dataDir.resolve("postgres-password")));
        assertEquals("rwx------", permissions(dataDir.resolve("pgdata")));
        assertEquals("rwx------", permissions(dataDir));
    }

    @Test
    void thePasswordIsNeitherInTheLogNorInTheSettings() throws IOException {
        String password = postgres.password();

        assertEquals(32, password.length());
        assertFalse(Files.readString(dataDir.resolve("postgres.log")).contains(password));
        assertFalse(Files.readString(dataDir.resolve("pgdata/postgresql.conf")).contains(password));
    }

    private static String inUse() {
        return "Another Control is using the data directory " + dataDir
                + "; stop it or set kakuremichi.data-dir to another.";
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
