package io.kakuremichi.control.embeddedpostgres;

import static io.kakuremichi.control.embeddedpostgres.EmbeddedPostgresTest.BINARIES;
import static io.kakuremichi.control.embeddedpostgres.EmbeddedPostgresTest.isListening;
import static io.kakuremichi.control.embeddedpostgres.Queries.query;
import static io.kakuremichi.control.embeddedpostgres.Queries.writeNote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/** A server that dies or hangs while Control runs. */
@Execution(CONCURRENT)
class PostmasterWatchTest {
    @TempDir
    private static Path classScratch;

    /** Started and stopped once; copied for each test. */
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
    void copyTemplate() throws IOException {
        dataDir = scratch.resolve("data");
        EmbeddedPostgresTest.copy(template, dataDir);
    }

    @Test
    void aServerThatIsKilledRunsAgainOnItsPort() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            writeNote(postgres);
            postgres.keepRunning(Duration.ofMinutes(1), sentence -> {});

            for (int round = 0; round < 2; round++) {
                long killed = serverPid();
                ProcessHandle.of(killed).orElseThrow().destroyForcibly();
                await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(() -> {
                    assertNotEquals(killed, serverPid());
                    assertEquals("kept", query(postgres, "SELECT text FROM note"));
                });
            }
        }
        assertFalse(Files.exists(dataDir.resolve("pgdata/postmaster.pid")));
    }

    @Test
    void aServerThatCannotRunIsGivenUpWithOneSentence() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            Queue<String> sentences = new ConcurrentLinkedQueue<>();
            postgres.keepRunning(Duration.ofMillis(500), sentences::add);
            Files.delete(dataDir.resolve("pgdata/global/pg_control"));

            ProcessHandle.of(serverPid()).orElseThrow().destroyForcibly();

            await().atMost(Duration.ofSeconds(30)).until(() -> !sentences.isEmpty());
            assertTrue(sentences.peek().contains("could not be kept running for 0 s"), sentences.peek());
            assertTrue(sentences.peek().contains("pg_control"), sentences.peek());
            assertFalse(sentences.peek().contains("\n"), sentences.peek());
            assertEquals(1, sentences.size());
        }
    }

    @Test
    void aStopWhileTheServerIsStartedAgainLeavesNoServerBehind() throws Exception {
        EmbeddedPostgres postgres = start();
        postgres.keepRunning(Duration.ofMinutes(1), sentence -> {});
        long killed = serverPid();
        ProcessHandle.of(killed).orElseThrow().destroyForcibly();
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> !Files.readString(pidFile()).startsWith(killed + "\n"));

        postgres.close();

        assertFalse(isListening(postgres.port()));
        assertFalse(Files.exists(pidFile()) && Files.exists(Path.of("/proc", serverPid() + "")));
        try (EmbeddedPostgres next = start()) {
            assertEquals("1", query(next, "SELECT 1"));
        }
    }

    /** A segment of the log is full and there is no space for the next one, at which PostgreSQL ends. */
    @Test
    void aServerWithoutSpaceForItsLogRunsAgainWhenThereIsSome() throws Exception {
        try (var disk = SmallDisk.mountedAt(scratch.resolve("disk"), 256)) {
            dataDir = disk.directory().resolve("data");
            EmbeddedPostgresTest.copy(template, dataDir);
            try (EmbeddedPostgres postgres = start()) {
                Queue<String> sentences = new ConcurrentLinkedQueue<>();
                postgres.keepRunning(Duration.ofMinutes(1), sentences::add);
                var filler = disk.fillUpTo(8);

                var committed = Queries.commitUntilRefused(postgres);

                await().untilAsserted(() -> assertThat(Files.readString(dataDir.resolve("postgres.log")))
                        .containsPattern("PANIC: .*pg_wal.*No space left on device"));
                Files.delete(filler);
                await().atMost(Duration.ofSeconds(30))
                        .ignoreExceptions()
                        // One more, if only its answer was lost.
                        .untilAsserted(
                                () -> assertThat(Integer.parseInt(query(postgres, "SELECT count(*) FROM commits")))
                                        .isBetween(committed, committed + 1));
                assertThat(sentences).isEmpty();
            }
        }
    }

    @Test
    void aServerThatHangsDoesNotAnswerAndIsReplaced() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            writeNote(postgres);
            assertTrue(Probe.answers(postgres.port(), Duration.ofSeconds(10)));
            long hanging = serverPid();
            assertEquals(
                    0, new ProcessBuilder("kill", "-STOP", hanging + "").start().waitFor());

            assertFalse(Probe.answers(postgres.port(), Duration.ofMillis(300)));

            new PidFile(dataDir.resolve("pgdata")).kill();
            postgres.keepRunning(Duration.ofMinutes(1), sentence -> {});
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertEquals("kept", query(postgres, "SELECT text FROM note")));
            assertNotEquals(hanging, serverPid());
        }
    }

    private EmbeddedPostgres start() {
        return EmbeddedPostgres.start(dataDir, BINARIES);
    }

    private long serverPid() throws IOException {
        return Long.parseLong(Files.readAllLines(pidFile()).getFirst());
    }

    private Path pidFile() {
        return dataDir.resolve("pgdata/postmaster.pid");
    }
}
