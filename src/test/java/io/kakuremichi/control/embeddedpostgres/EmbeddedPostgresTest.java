package io.kakuremichi.control.embeddedpostgres;

import static io.kakuremichi.control.embeddedpostgres.Queries.query;
import static io.kakuremichi.control.embeddedpostgres.Queries.writeNote;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

@Execution(CONCURRENT)
class EmbeddedPostgresTest {
    static final Path BINARIES = Path.of("target", "postgresql").toAbsolutePath();

    @TempDir
    private static Path classScratch;

    /** Started and stopped once; copied where a test needs an existing cluster, because initdb takes a second. */
    private static Path template;

    @TempDir
    private Path scratch;

    private Path dataDir;

    @BeforeAll
    static void makeTemplate() throws IOException {
        template = classScratch.resolve("template");
        EmbeddedPostgres.start(template, BINARIES).close();
    }

    @BeforeEach
    void nameDataDirectory() {
        dataDir = scratch.resolve("data");
    }

    @Test
    void dataSurviveAStopAndAStart() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            writeNote(postgres);
        }

        try (EmbeddedPostgres postgres = start()) {
            assertEquals("kept", query(postgres, "SELECT text FROM note"));
        }
    }

    @Test
    void dataSurviveTheKillingOfControl() throws Exception {
        copy(template, dataDir);
        ControlProcess killed = ControlProcess.start(dataDir.toString(), BINARIES.toString());
        killed.kill();

        try (EmbeddedPostgres postgres = start()) {
            assertEquals("kept", query(postgres, "SELECT text FROM note"));
        }
    }

    @Test
    void theServerOfAKilledControlIsStoppedAtTheNextStart() throws Exception {
        copy(template, dataDir);
        ControlProcess killed = ControlProcess.start(dataDir.toString(), BINARIES.toString());
        killed.kill();
        assertTrue(isListening(killed.port()));

        try (EmbeddedPostgres postgres = start()) {
            assertNotEquals(killed.port(), postgres.port());
            assertFalse(isListening(killed.port()));
        }
    }

    @Test
    void dataSurviveTheKillingOfTheServer() throws Exception {
        copy(template, dataDir);
        try (EmbeddedPostgres postgres = start()) {
            writeNote(postgres);
            ProcessHandle server = ProcessHandle.of(serverPid()).orElseThrow();
            server.destroyForcibly();
            await().until(() -> !isListening(postgres.port()));
        }

        try (EmbeddedPostgres postgres = start()) {
            assertEquals("kept", query(postgres, "SELECT text FROM note"));
        }
    }

    @Test
    void theRunningServerOfAnotherProcessIsFound() throws Exception {
        copy(template, dataDir);
        assertTrue(EmbeddedPostgres.running(dataDir).isEmpty());
        try (EmbeddedPostgres postgres = start()) {
            var found = EmbeddedPostgres.running(dataDir).orElseThrow();

            assertEquals(postgres.jdbcUrl(), found.jdbcUrl());
            assertEquals(postgres.password(), found.password());
            assertFalse(found.toString().contains(found.password()));
        }
        assertTrue(EmbeddedPostgres.running(dataDir).isEmpty());
    }

    @Test
    void aStopLeavesNoServerBehind() throws Exception {
        copy(template, dataDir);
        EmbeddedPostgres postgres = start();

        postgres.close();

        assertFalse(isListening(postgres.port()));
        assertFalse(Files.exists(dataDir.resolve("pgdata/postmaster.pid")));
    }

    @Test
    void stoppingAgainDoesNotTouchTheNextServer() throws Exception {
        copy(template, dataDir);
        EmbeddedPostgres first = start();
        first.close();

        try (EmbeddedPostgres second = start()) {
            first.close();

            assertEquals("1", query(second, "SELECT 1"));
        }
    }

    @Test
    void aFailedStartLetsGoOfTheDirectory() throws Exception {
        Files.createDirectories(dataDir.resolve("pgdata"));
        assertThrows(EmbeddedPostgresException.class, this::start);
        Files.delete(dataDir.resolve("pgdata"));

        try (EmbeddedPostgres postgres = start()) {
            assertEquals("1", query(postgres, "SELECT 1"));
        }
    }

    @Test
    void theDirectoriesMayHaveSpacesAndLettersBeyondAscii() throws Exception {
        String directory = scratch + "/Daten für 'Control' & Co/その 1";

        try (ControlProcess control = ControlProcess.start(directory, directory + "/postgresql")) {
            assertTrue(control.isReady());
        }
    }

    @Test
    void aDirectoryThatPostgresqlCannotQuoteIsRefused() {
        var refusal = assertThrows(
                EmbeddedPostgresException.class, () -> EmbeddedPostgres.start(scratch.resolve("a$b"), BINARIES));

        assertTrue(refusal.getMessage().contains("a$b"), refusal.getMessage());
    }

    @Test
    void thePidOfAnUnrelatedProcessPreventsNothingAndHarmsNobody() throws Exception {
        copy(template, dataDir);
        Process unrelated = new ProcessBuilder("sleep", "600").start();
        try {
            writePidFile(unrelated.pid() + "\n" + dataDir.resolve("pgdata") + "\n1\n5432\n\n127.0.0.1\n\n\n");

            try (EmbeddedPostgres postgres = start()) {
                assertEquals("1", query(postgres, "SELECT 1"));
                assertTrue(unrelated.isAlive());
            }
        } finally {
            unrelated.destroyForcibly();
        }
    }

    @Test
    void anEmptyPidFilePreventsNothing() throws Exception {
        copy(template, dataDir);
        writePidFile("");

        try (EmbeddedPostgres postgres = start()) {
            assertEquals("1", query(postgres, "SELECT 1"));
        }
    }

    @Test
    void whatAnInterruptedInitdbLeftIsReplaced() throws Exception {
        Path unfinished = dataDir.resolve("pgdata.new-1");
        Files.createDirectories(unfinished.resolve("base"));
        Files.writeString(unfinished.resolve("PG_VERSION"), "18\n");

        try (EmbeddedPostgres postgres = start()) {
            assertEquals("1", query(postgres, "SELECT 1"));
            assertFalse(Files.exists(unfinished));
        }
    }

    @Test
    void dataOfAnotherMajorVersionAreRefused() throws Exception {
        Files.createDirectories(dataDir.resolve("pgdata"));
        Files.writeString(dataDir.resolve("pgdata/PG_VERSION"), "17\n");

        var refusal = assertThrows(EmbeddedPostgresException.class, this::start);

        assertTrue(refusal.getMessage().contains("PostgreSQL 17"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("kakuremichi-control restore FILE"), refusal.getMessage());
    }

    @Test
    void aLostPasswordIsNamed() throws Exception {
        copy(template, dataDir);
        Files.delete(dataDir.resolve("postgres-password"));

        var refusal = assertThrows(EmbeddedPostgresException.class, this::start);

        assertTrue(refusal.getMessage().contains("postgres-password"), refusal.getMessage());
    }

    @Test
    void aFailureOfTheServerIsToldInOneSentence() throws Exception {
        copy(template, dataDir);
        Files.delete(dataDir.resolve("pgdata/global/pg_control"));

        var failure = assertThrows(EmbeddedPostgresException.class, this::start);

        assertTrue(failure.getMessage().contains("did not start: "), failure.getMessage());
        assertFalse(failure.getMessage().contains("\n"), failure.getMessage());
    }

    @Test
    void aLargeLogIsRotated() throws Exception {
        copy(template, dataDir);
        Path log = dataDir.resolve("postgres.log");
        Files.write(log, new byte[11 * 1024 * 1024]);

        start().close();

        assertTrue(Files.size(log) < 1024 * 1024);
        assertTrue(Files.exists(dataDir.resolve("postgres.log.1")));
    }

    private EmbeddedPostgres start() {
        return EmbeddedPostgres.start(dataDir, BINARIES);
    }

    private long serverPid() throws IOException {
        return Long.parseLong(Files.readAllLines(pidFile()).getFirst());
    }

    private void writePidFile(String content) throws IOException {
        Files.writeString(pidFile(), content);
    }

    private Path pidFile() {
        return dataDir.resolve("pgdata/postmaster.pid");
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Files.copy(path, to.resolve(from.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    static boolean isListening(int port) {
        try (var socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
