package io.kakuremichi.control.original;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kakuremichi.control.harness.OriginalFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginalDatabaseTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("kakuremichi.db");
    }

    @Test
    void allRowsAreRead() throws SQLException, OriginalFault {
        try (var original = OriginalFile.create(file)) {
            original.agent("a", "office", "agt_1", "K").gateway("g", "tokyo", "gtw_1", "192.0.2.1");
            original.tunnel("t", "shop.example", "a", "localhost:80");
        }

        var data = OriginalDatabase.read(file);

        assertThat(data.agents()).containsExactly(new OriginalAgent("a", "office", "agt_1", "K", null));
        assertThat(data.gateways())
                .containsExactly(new OriginalGateway("g", "tokyo", "gtw_1", null, "192.0.2.1", null, null));
        assertThat(data.tunnels())
                .containsExactly(new OriginalTunnel("t", "shop.example", "a", "localhost:80", true, null, false, true));
    }

    @Test
    void aProcessThatIsEndedLeavesNoCopy(@TempDir Path temporary) throws Exception {
        OriginalFile.create(file).close();

        var process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndedImport.class.getName(),
                        file.toString())
                .inheritIO()
                .start();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(EndedImport.STATUS);
        assertThat(temporary).isEmptyDirectory();
    }

    /** Ends, as by a signal, while it reads the copy. */
    static final class EndedImport {
        static final int STATUS = 7;

        public static void main(String... arguments) throws OriginalFault {
            var copy = OriginalCopy.of(Path.of(arguments[0]));
            System.exit(Files.exists(copy.database()) ? STATUS : 1);
        }
    }

    /** Its last rows are in the write-ahead log beside the file. */
    @Test
    void anOriginalThatRunsIsReadAndNothingIsWritten() throws Exception {
        try (var original = OriginalFile.create(file)) {
            original.execute("PRAGMA journal_mode = WAL", "PRAGMA wal_autocheckpoint = 0")
                    .agent("a", "office", "agt_1", "K");
            assertThat(Files.size(directory.resolve("kakuremichi.db-wal"))).isPositive();
            var before = files();

            var data = OriginalDatabase.read(file);

            assertThat(data.agents()).hasSize(1);
            assertThat(files()).isEqualTo(before);
        }
    }

    @Test
    void columnsThatAreMissingOrMoreOrOfOtherTypesAreTolerated() throws SQLException, OriginalFault {
        try (var original = OriginalFile.empty(file)) {
            original.execute(
                    "CREATE TABLE agents (API_KEY BLOB, id INTEGER, colour TEXT)",
                    "INSERT INTO agents VALUES (CAST('agt_1' AS BLOB), 7, 'red'), (NULL, NULL, NULL)",
                    "CREATE TABLE gateways (name)",
                    "CREATE TABLE tunnels (domain, agent_id, enabled, http_proxy_enabled, socks_proxy_enabled)",
                    "INSERT INTO tunnels VALUES ('a.example', 7, 'false', 1, 'perhaps')");
        }

        var data = OriginalDatabase.read(file);

        assertThat(data.agents())
                .containsExactly(
                        new OriginalAgent("7", null, "agt_1", null, null),
                        new OriginalAgent(null, null, null, null, null));
        assertThat(data.tunnels())
                .containsExactly(new OriginalTunnel(null, "a.example", "7", null, false, null, true, null));
    }

    @ParameterizedTest
    @CsvSource({
        "'no database', is not a SQLite database",
        "'', is not a SQLite database",
        "'SQLite format 3\0 and then nothing of one', cannot be read"
    })
    void anotherFileIsExplained(String content, String words) throws IOException {
        Files.writeString(file, content.replace("\\0", "\0"), UTF_8);

        assertThatThrownBy(() -> OriginalDatabase.read(file))
                .isInstanceOf(OriginalFault.class)
                .hasMessageContaining(words);
    }

    @Test
    void anotherDatabaseIsExplained() throws SQLException {
        try (var other = OriginalFile.empty(file)) {
            other.execute("CREATE TABLE agents (id)");
        }

        assertThatThrownBy(() -> OriginalDatabase.read(file)).hasMessageContaining("it has no table gateways");
        assertThatThrownBy(() -> OriginalDatabase.read(directory.resolve("none.db")))
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> OriginalDatabase.read(directory)).hasMessageContaining("is a directory");
    }

    private Map<String, String> files() throws IOException {
        var contents = new HashMap<String, String>();
        try (var listed = Files.list(directory)) {
            for (var each : listed.toList()) {
                contents.put(
                        each.getFileName().toString(),
                        Files.getLastModifiedTime(each)
                                + java.util.HexFormat.of().formatHex(Files.readAllBytes(each)));
            }
        }
        return contents;
    }
}
