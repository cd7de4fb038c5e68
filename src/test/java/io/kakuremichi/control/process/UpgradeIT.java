package io.kakuremichi.control.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.kakuremichi.control.embeddedpostgres.EmbeddedPostgres;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlProcess;
import io.kakuremichi.control.harness.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** This program on the databases of earlier ones. */
class UpgradeIT {
    /** Backups of earlier programs, with the keys that they gave to clients. */
    private static final Path STATES = Path.of("src/test/resources/upgrade");

    private static final Map<String, String> SETTINGS =
            Map.of("KAKUREMICHI_ENCRYPTION_KEY", TestDatabase.ENCRYPTION_KEY);

    private static final String SECOND_OFFICE = """
            INSERT INTO agents (id, version, created_at, updated_at, name, metadata, api_key_hash, api_key_prefix, subnet_index,
                subnet, virtual_ip, wireguard_public_key, key_delivery, rotation_requested, key_changed_at)
            SELECT gen_random_uuid(), 0, now(), now(), 'office', '{}', repeat('0', 64), 'agt_0000', 50, '10.51.0.0/24', '10.51.0.100', 'second',
                'OWN', false, now()
            """;

    @TempDir
    Path directory;

    static Stream<String> states() throws IOException {
        try (var files = Files.list(STATES)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".zip"))
                    .map(name -> name.replace(".zip", ""))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("states")
    void upgradesEachReleasedStateAfterABackup(String state) throws Exception {
        var dataDir = directory.resolve("data");
        restore(STATES.resolve(state + ".zip"), dataDir);
        assertThat(check(dataDir)).contains("The next start migrates it to", "V5__", "V6__", "backup");
        assertThat(dataDir.resolve("backups")).doesNotExist();

        try (var control = ControlProcess.start(dataDir, SETTINGS)) {
            assertServes(control.api(), keys(state));
            assertThat(control.log())
                    .contains("The database will be migrated from schema 4")
                    .doesNotContain("ERROR");
            assertThat(check(dataDir)).as("while it runs").contains("the next start migrates nothing");
        }

        var backups = backups(dataDir);
        assertThat(backups).singleElement().satisfies(file -> assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(PosixFilePermissions.fromString("rw-------")));
        restore(backups.getFirst(), directory.resolve("back"));
    }

    @Test
    void failedMigrationLeavesTheDatabaseToTheOlderVersion() throws Exception {
        var dataDir = directory.resolve("data");
        restore(STATES.resolve("schema-4.zip"), dataDir);
        execute(dataDir, "ALTER TABLE presence RENAME TO presence_before");
        execute(dataDir, SECOND_OFFICE);

        try (var control = ControlProcess.launch(dataDir, SETTINGS)) {
            assertThat(control.awaitExit()).isEqualTo(1);
            assertThat(control.log())
                    .contains("does not start: the migration of the database failed and was undone")
                    .doesNotContain("\tat ", "stackTrace");
        }
        // Once more, as a supervisor does; nothing was changed, so the backup is still good.
        try (var control = ControlProcess.launch(dataDir, SETTINGS)) {
            assertThat(control.awaitExit()).isEqualTo(1);
        }

        assertThat(backups(dataDir)).hasSize(1);
        execute(dataDir, "ALTER TABLE presence_before RENAME TO presence");
        assertThat(check(dataDir)).contains("has schema 4");
        try (var control = ControlProcess.start(dataDir, SETTINGS)) {
            assertServes(control.api(), keys("schema-4"));
            assertThat(control.api()
                            .get("/api/agents?name=office-2")
                            .json()
                            .path("total")
                            .asInt())
                    .isOne();
            assertThat(control.log()).containsOnlyOnce("from office to office-2, because names are unique");
        }
    }

    @Test
    void drainsAndStopsWhenItsFilesWereReplacedInPlace() throws Exception {
        assumeFalse(ControlProcess.isBinary(), "a running binary cannot be written to");
        var program = copy(Path.of(System.getProperty("control.jar")).getParent(), directory.resolve("program"));

        try (var control = ControlProcess.startJar(
                program.resolve("quarkus-run.jar"), Files.createDirectory(directory.resolve("data")))) {
            var agent = control.api().createAgent().connect();
            overwrite(program);

            // A call that needs a class that was not loaded fails; it does not wait.
            assertThatCode(() -> control.api().get("/api/audit"))
                    .satisfiesAnyOf(failure -> assertThat(failure).isNull(), failure -> assertThat(failure)
                            .isInstanceOf(UncheckedIOException.class));
            assertThat(control.stop()).as(control::log).isIn(0, 143);
            assertThat(agent.awaitsClose()).isEqualTo(1012);
            assertThat(control.log().substring(control.log().lastIndexOf("Draining")))
                    .doesNotContain("NoClassDefFoundError", "ERROR", "WARN");
        }
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }

    /** Writes something else into each file, as a careless upgrade does; the process has them open. */
    private static void overwrite(Path program) throws IOException {
        try (var files = Files.walk(program)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var other = new byte[(int) Files.size(file)];
                Arrays.fill(other, (byte) 'x');
                Files.write(file, other);
            }
        }
    }

    private static void assertServes(ControlApi api, Properties keys) {
        assertThat(api.get("/api/agents").json().findValuesAsText("name")).contains("office", "never-connected");
        assertThat(api.get("/api/tunnels").json().findValuesAsText("domain")).contains("shop.example", "off.example");
        assertThat(api.get("/api/certificates").json().findValuesAsText("domain"))
                .containsExactly("shop.example");
        assertThat(api.withToken(keys.getProperty("token")).get("/api/agents").status())
                .isEqualTo(200);
        var gateway = api.clientWithKey("gateway", keys.getProperty("gateway")).connect();
        assertThat(gateway.tunnels()).hasSize(2);
        var agent =
                api.clientWithKey("agent", keys.getProperty("never-connected")).connect();
        assertThat(agent.awaits("config")
                        .path("data")
                        .path("agent")
                        .path("wireguardPrivateKey")
                        .asText())
                .as("a key that was sealed by the earlier program")
                .isNotEmpty();
        await().untilAsserted(() ->
                assertThat(api.get("/api/clients").json().path("total").asInt()).isEqualTo(2));
    }

    private static Properties keys(String state) throws IOException {
        var keys = new Properties();
        try (var file = Files.newBufferedReader(STATES.resolve(state + ".properties"))) {
            keys.load(file);
        }
        return keys;
    }

    private static void restore(Path backup, Path dataDir) throws Exception {
        try (var restore = ControlProcess.launchCommand(dataDir, SETTINGS, "restore", backup.toString())) {
            assertThat(restore.awaitExit()).as(restore.log()).isZero();
        }
    }

    private static String check(Path dataDir) throws Exception {
        try (var check = ControlProcess.launchCommand(dataDir, SETTINGS, "--check")) {
            assertThat(check.awaitExit()).as(check.log()).isZero();
            return check.log();
        }
    }

    private static List<Path> backups(Path dataDir) throws IOException {
        try (var files = Files.list(dataDir.resolve("backups"))) {
            return files.toList();
        }
    }

    private static void execute(Path dataDir, String sql) throws Exception {
        try (var database = EmbeddedPostgres.start(dataDir, TestDatabase.BINARIES);
                var connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
