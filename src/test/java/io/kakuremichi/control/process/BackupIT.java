package io.kakuremichi.control.process;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.embeddedpostgres.OlderPostgres;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlProcess;
import io.kakuremichi.control.harness.ExternalDatabase;
import io.kakuremichi.control.harness.TestClient;
import io.kakuremichi.control.harness.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A backup of one Control becomes another one: on a newer PostgreSQL, in another directory, or not at all. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackupIT {
    private static final String[] ALL = {"delta", "resume", "ack"};

    /** How long the program may take to begin its work. */
    private static final Duration START = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private Path dataDir;
    private Path backup;
    private TestClient agent;
    private TestClient newAgent;
    private TestClient gateway;
    private UUID tunnel;
    private String epoch;
    private long revision;
    private boolean older;

    /** On the PostgreSQL of an older Control where that runs. */
    @BeforeAll
    void takeBackup() throws Exception {
        dataDir = directory.resolve("older");
        backup = directory.resolve("backup.zip");
        var binaries = OlderPostgres.binaries();
        older = binaries.isPresent();
        var settings = new HashMap<String, String>();
        binaries.ifPresent(path -> settings.put("KAKUREMICHI_DATABASE_BINARIES_DIR", path.toString()));
        try (var control = ControlProcess.start(dataDir, settings)) {
            var api = control.api();
            agent = api.createAgent();
            newAgent = api.createAgent();
            gateway = api.createGateway();
            tunnel = api.createTunnel("shop.example", agent);
            for (var client : List.of(agent, gateway)) {
                client.openWith(ALL).awaitConfig().send("config_ack", Map.of("success", true));
                client.awaitsHandled();
            }
            epoch = gateway.epoch();
            revision = gateway.revision();
            download(control);
            // After the backup: none of this is in it.
            api.createTunnel("late.example", agent);

            var refused = restore(dataDir, Map.of());
            assertRefused(refused, "Another Control is using the data directory");
            assertThat(api.get("/api/tunnels").json().path("total").asInt()).isEqualTo(2);
        }
    }

    private void download(ControlProcess control) throws Exception {
        Files.write(backup, control.api().get("/api/backup").expect(200).content());
    }

    @Test
    void restoredControlServesTheSameClientsInANewHistory() throws Exception {
        var restored = directory.resolve("restored");
        copyKeyTo(restored);
        try (var restore = restore(restored, Map.of())) {
            assertThat(restore.awaitExit()).as(restore.log()).isZero();
            assertThat(restore.log())
                    .contains("Restored ")
                    .contains("1  tunnels")
                    .doesNotContain("ERROR", "WARN");
        }
        assertThat(Files.readString(restored.resolve("pgdata/PG_VERSION"))).isNotBlank();

        try (var control = ControlProcess.start(restored)) {
            var api = control.api();
            assertThat(api.get("/api/clients").json().path("total").asInt()).isZero();
            for (var client : List.of(agent, gateway)) {
                var resumed = client.at(api).resume(epoch, revision, ALL).awaitConfig();
                assertThat(resumed.epoch()).isNotEqualTo(epoch);
                assertThat(resumed.messageTypes()).startsWith("auth_success", "config");
                assertThat(resumed.tunnels()).containsOnlyKeys(tunnel.toString());
            }
            var config = newAgent.at(api).connect().awaits("config").path("data");
            assertThat(config.path("agent").path("wireguardPrivateKey").asText())
                    .as("a key that was not delivered yet, opened with the key file")
                    .isNotEmpty();
            var after = api.createTunnel(ControlApi.uniqueDomain(), agent);
            assertThat(api.get("/api/tunnels/" + after).status()).isEqualTo(200);
            assertThat(control.log()).doesNotContain("ERROR");
        }
    }

    @Test
    void dataOfAnOlderPostgresqlAreRefusedWithTheWayToGo() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(older, "no older PostgreSQL here");
        try (var control = ControlProcess.launch(dataDir, Map.of())) {
            assertThat(control.awaitExit()).isEqualTo(1);
            assertThat(control.log().strip().lines())
                    .singleElement()
                    .asString()
                    .contains("are of PostgreSQL 17")
                    .contains("kakuremichi-control backup FILE")
                    .contains("kakuremichi-control restore FILE");
        }
    }

    @Test
    void withoutTheKeyNothingIsMade() throws Exception {
        var fresh = directory.resolve("keyless");

        assertRefused(restore(fresh, Map.of()), "the encryption key is missing: copy the one");

        assertThat(fresh).doesNotExist();
    }

    @Test
    void withAnotherKeyNothingIsMade() throws Exception {
        var fresh = directory.resolve("wrong-key");

        assertRefused(
                restore(fresh, Map.of("KAKUREMICHI_ENCRYPTION_KEY", TestDatabase.ENCRYPTION_KEY)), "is not the key of");

        assertThat(fresh).doesNotExist();
    }

    @Test
    void killedMidwayItLeavesTheDatabaseAsItWas() throws Exception {
        try (var database = ExternalDatabase.start(directory.resolve("external"));
                var way = database.proxy()) {
            var settings = Map.of(
                    "QUARKUS_DATASOURCE_JDBC_URL",
                    "jdbc:postgresql://127.0.0.1:" + way.port() + "/control",
                    "QUARKUS_DATASOURCE_USERNAME",
                    "control",
                    "KAKUREMICHI_DATABASE_PASSWORD_FILE",
                    Files.writeString(directory.resolve("password"), database.password())
                            .toString(),
                    "KAKUREMICHI_ENCRYPTION_KEY_FILE",
                    dataDir.resolve("encryption-key").toString());
            try (var first = restore(directory.resolve("unused"), settings)) {
                assertThat(first.awaitExit()).as(first.log()).isZero();
            }
            var before = database.query("SELECT epoch FROM control_state");
            // The creation of an index waits for this lock, in the middle of the transaction.
            database.execute(
                    "CREATE FUNCTION wait() RETURNS event_trigger LANGUAGE plpgsql"
                            + " AS 'BEGIN PERFORM pg_advisory_xact_lock(7); END'",
                    "CREATE EVENT TRIGGER wait ON ddl_command_start WHEN TAG IN ('CREATE INDEX')"
                            + " EXECUTE FUNCTION wait()");
            try (var blocker = database.connect();
                    var statement = blocker.createStatement();
                    var killed = restoreByForce(settings, statement)) {
                await().atMost(START).until(() -> database.query(
                                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                        .equals("1"));

                killed.kill();

                await().until(() -> database.query("SELECT count(*) FROM pg_stat_activity"
                                + " WHERE application_name = 'kakuremichi-control restore'")
                        .equals("0"));
            }
            assertThat(database.query("SELECT epoch FROM control_state")).isEqualTo(before);
            assertThat(database.query("SELECT count(*) FROM tunnels")).isEqualTo("1");
        }
    }

    private ControlProcess restoreByForce(Map<String, String> settings, java.sql.Statement blocker) throws Exception {
        blocker.execute("SELECT pg_advisory_lock(7)");
        return ControlProcess.launchCommand(
                directory.resolve("unused"), settings, "restore", backup.toString(), "--force");
    }

    private ControlProcess restore(Path target, Map<String, String> settings) throws Exception {
        return ControlProcess.launchCommand(target, settings, "restore", backup.toString());
    }

    private static void assertRefused(ControlProcess restore, String sentence) throws Exception {
        try (restore) {
            assertThat(restore.awaitExit()).isEqualTo(1);
            assertThat(restore.log().strip().lines()).singleElement().asString().contains(sentence);
        }
    }

    private void copyKeyTo(Path target) throws Exception {
        Files.createDirectories(target);
        Files.copy(dataDir.resolve("encryption-key"), target.resolve("encryption-key"), REPLACE_EXISTING);
    }
}
