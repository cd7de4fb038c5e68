package io.kakuremichi.control.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import com.sun.net.httpserver.HttpHandler;
import io.kakuremichi.control.command.output.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/** A backup's way to its file. */
@Execution(CONCURRENT)
class BackupTest {
    private static final String CONTENT = "dump".repeat(100_000);

    @TempDir
    Path directory;

    private static HttpHandler whole() {
        return exchange -> {
            assertThat(exchange.getRequestURI().getPath()).isEqualTo("/api/backup");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(CONTENT.getBytes());
            exchange.close();
        };
    }

    /** Ends in the middle, as a Control that dies does. */
    private static HttpHandler broken() {
        return exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length());
            exchange.getResponseBody().write(CONTENT.substring(1).getBytes());
            exchange.getResponseBody().flush();
            // Less than was announced: the server cuts the connection.
            exchange.close();
        };
    }

    private Path file() {
        return directory.resolve("control.backup");
    }

    @Test
    void directoryGetsAFileNamedAfterTheTimeAndKeepsTheNewest() throws IOException {
        Files.createFile(directory.resolve("control-20250101T000000Z.zip"));
        Files.createFile(directory.resolve("control-20250102T000000Z.zip"));
        Files.createFile(directory.resolve("another.zip"));
        try (var server = StandIn.answering(whole())) {
            server.shell().run("backup", directory.toString(), "--keep", "2").done();

            assertThat(directory)
                    .isDirectoryNotContaining("glob:**20250101T*")
                    .isDirectoryContaining("glob:**another.zip");
            assertThat(new BackupDirectory(directory).newest()).hasContent(CONTENT);
            assertThat(new BackupDirectory(directory).newest().getFileName().toString())
                    .matches("control-\\d{8}T\\d{6}Z\\.zip");
        }
    }

    @Test
    void failedBackupDeletesNoEarlierOne() throws IOException {
        var old = Files.createFile(directory.resolve("control-20250101T000000Z.zip"));
        try (var server = StandIn.answering(broken())) {
            server.shell().run("backup", directory.toString(), "--keep", "1").ended(ExitCode.UNREACHABLE);

            assertThat(old).exists();
        }
    }

    @Test
    void keepNeedsADirectory() {
        new TestShell().run("backup", file().toString(), "--keep", "2").ended(ExitCode.USAGE);
        new TestShell().run("backup", directory.toString(), "--keep", "0").ended(ExitCode.USAGE);
    }

    @Test
    void fileIsWholeAndItsOwnersAlone() throws IOException {
        try (var server = StandIn.answering(whole())) {
            var ended = server.shell().run("backup", file().toString()).done();

            assertThat(file()).hasContent(CONTENT);
            assertThat(Files.getPosixFilePermissions(file())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err()).contains("400,000 bytes");
            assertThat(directory).isDirectoryContaining(file()::equals).isDirectoryNotContaining("glob:**.part");
        }
    }

    @Test
    void minusIsTheStandardOutput() throws IOException {
        try (var server = StandIn.answering(whole())) {
            var ended = server.shell().run("backup", "-").done();

            assertThat(ended.out()).isEqualTo(CONTENT);
            assertThat(ended.err()).isEmpty();
        }
    }

    @Test
    void brokenOffBackupLeavesTheOldOne() throws IOException {
        Files.writeString(file(), "old");
        try (var server = StandIn.answering(broken())) {
            var ended = server.shell().run("backup", file().toString()).ended(ExitCode.UNREACHABLE);

            assertThat(ended.err()).startsWith("The backup was interrupted");
            assertThat(file()).hasContent("old");
            assertThat(directory).isDirectoryNotContaining("glob:**.part");
        }
    }

    @Test
    void backupThatStandsStillIsGivenUp() throws IOException {
        var over = new CountDownLatch(1);
        try (var server = StandIn.answering(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            awaitUninterrupted(over);
        })) {
            var ended = server.shell().run("backup", file().toString(), "--timeout", "1");

            assertThat(ended.ended(ExitCode.UNREACHABLE).err()).contains("no data arrived in time");
            assertThat(directory).isEmptyDirectory();
        } finally {
            over.countDown();
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whoMayNotGetsNothing() throws IOException {
        try (var server = StandIn.answering(exchange -> StandIn.answer(
                exchange, 403, "{\"error\": {\"code\": \"FORBIDDEN\", \"message\": \"This needs the role admin\"}}"))) {
            var ended = server.shell().run("backup", file().toString()).ended(ExitCode.NOT_ALLOWED);

            assertThat(ended.err()).isEqualToIgnoringNewLines("This needs the role admin");
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void linkStaysOne() throws IOException {
        var real = Files.writeString(directory.resolve("real"), "old");
        Files.createSymbolicLink(file(), real);
        try (var server = StandIn.answering(whole())) {
            server.shell().run("backup", file().toString()).done();

            assertThat(file()).isSymbolicLink();
            assertThat(real).hasContent(CONTENT);
        }
    }

    @Test
    void whatIsNoFileIsNeverReplaced() throws IOException {
        try (var server = StandIn.answering(whole())) {
            server.shell().run("backup", "/dev/null").ended(ExitCode.USAGE);
        }
    }

    @Test
    void directoryThatIsNotThereIsSaidSo() throws IOException {
        try (var server = StandIn.answering(whole())) {
            var ended =
                    server.shell().run("backup", directory.resolve("none/file").toString());

            assertThat(ended.ended(ExitCode.REFUSED).err()).startsWith("The file cannot be written");
        }
    }
}
