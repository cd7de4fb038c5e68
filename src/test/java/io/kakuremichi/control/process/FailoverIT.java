package io.kakuremichi.control.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.harness.Bodies.TunnelBody;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlProcess;
import io.kakuremichi.control.harness.ExternalDatabase;
import io.kakuremichi.control.harness.TcpProxy;
import io.kakuremichi.control.harness.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Another server, or another history, behind the same address. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailoverIT {
    private static final Duration RECOVERY = Duration.ofSeconds(30);

    /** More than the pool has connections. */
    private static final int CALLS = 40;

    @TempDir
    static Path directory;

    private ExternalDatabase database;
    private TcpProxy wayOfOne;
    private TcpProxy wayOfTwo;
    private ControlProcess one;
    private ControlProcess two;
    private TestClient agent;
    private TestClient gateway;

    @BeforeAll
    void start() throws Exception {
        database = ExternalDatabase.start(directory.resolve("database"));
        wayOfOne = database.proxy();
        wayOfTwo = database.proxy();
        one = database.replica("one", wayOfOne);
        two = database.replica("two", wayOfTwo);
    }

    @BeforeEach
    void connect() {
        agent = one.api().createAgent().connect();
        gateway = two.api().createGateway().connect();
    }

    @AfterAll
    void stop() throws Exception {
        one.close();
        two.close();
        wayOfOne.close();
        wayOfTwo.close();
        database.close();
    }

    @Test
    void aServerThatTakesNoWritesIsReadFromOnlyAndItsSocketsStay() throws Exception {
        database.execute("ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()");
        try {
            awaitsReadOnly();

            assertRefusesWrites();
            assertThat(one.api().get("/api/agents").status()).isEqualTo(200);
            assertThat(agent.heartbeat().isOpen()).isTrue();
            assertThat(gateway.heartbeat().isOpen()).isTrue();
        } finally {
            database.execute("ALTER SYSTEM RESET default_transaction_read_only", "SELECT pg_reload_conf()");
        }

        assertRecovers();
        assertThat(agent.isOpen()).isTrue();
        assertThat(gateway.isOpen()).isTrue();
    }

    @Test
    void changesAreHeardOfAgainAfterTheConnectionThatListensIsLost() throws Exception {
        var listeners = "FROM pg_stat_activity WHERE application_name = 'kakuremichi-control listener'";
        database.execute("SELECT pg_terminate_backend(pid) " + listeners);
        await("both to listen again")
                .until(() -> database.query("SELECT count(*) " + listeners).equals("2"));

        assertRecovers();
        assertThat(agent.isOpen()).isTrue();
        assertThat(gateway.isOpen()).isTrue();
    }

    @Test
    void notificationsThatNameNoRevisionAreOnlyHints() throws Exception {
        database.execute("NOTIFY kakuremichi_changes", "NOTIFY kakuremichi_changes, 'nonsense'");

        assertRecovers();
        assertThat(one.log()).doesNotContain("The change feed failed");
    }

    @Test
    void connectionsThatStuckToReadingAreDropped() throws Exception {
        var terminate = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE pid <> pg_backend_pid() AND application_name LIKE 'kakuremichi%'";
        database.execute("ALTER DATABASE control SET default_transaction_read_only = on", terminate);
        try {
            awaitsReadOnly();
            await("calls that read, on connections that are all read-only by now")
                    .until(() -> IntStream.range(0, CALLS)
                            .allMatch(i -> one.api().get("/api/agents").status() == 200));
        } finally {
            database.execute(
                    "SET default_transaction_read_only = off",
                    "ALTER DATABASE control RESET default_transaction_read_only");
        }

        assertRecovers();
        for (var i = 0; i < CALLS; i++) {
            one.api().createTunnel(ControlApi.uniqueDomain(), agent);
        }
        assertThat(agent.isOpen()).isTrue();
    }

    @Test
    void aStandbyThatIsBehindIsNotTheTruthUntilItIsPromoted() throws Exception {
        var kept = one.api().createTunnel(ControlApi.uniqueDomain(), agent).toString();
        var ghost = one.api().createAgent().connect();
        var copy = directory.resolve("copy");
        database.restart(cluster -> copy(cluster, copy));
        assertRecovers();
        ghost.close();
        var lost = one.api().createTunnel(ControlApi.uniqueDomain(), agent).toString();
        gateway.awaits("tunnel_create", data -> data.path("id").asText().equals(lost));
        var epoch = epoch();

        database.restart(cluster -> {
            copy(cluster, directory.resolve("ahead"));
            copy(copy, cluster);
            Files.createFile(cluster.resolve("standby.signal"));
        });
        awaitsReadOnly();
        assertRefusesWrites();
        assertThat(agent.heartbeat().isOpen()).isTrue();
        assertThat(gateway.tunnels()).containsKeys(kept, lost);

        database.query("SELECT pg_promote()");

        assertStartsAnew(epoch);
        var reconnected = gateway.at(two.api()).connect();
        assertThat(reconnected.tunnels()).containsKey(kept).doesNotContainKey(lost);
        assertThat(two.api().get("/api/tunnels/" + lost).status()).isEqualTo(404);
        await("who left after the copy was made to be offline").untilAsserted(() -> assertThat(
                        one.api().get("/api/agents/" + ghost.id()).text("status"))
                .isEqualTo("offline"));
        agent.at(one.api()).connect();
        var next = one.api().createTunnel(ControlApi.uniqueDomain(), agent).toString();
        reconnected.awaits("tunnel_create", data -> data.path("id").asText().equals(next));
    }

    @Test
    void anotherEpochIsAnotherHistory() throws Exception {
        var epoch = epoch();

        database.execute("UPDATE control_state SET epoch = gen_random_uuid()");

        assertStartsAnew(epoch);
    }

    @Test
    void anotherChangeAtTheSameRevisionIsAnotherHistory() throws Exception {
        var epoch = epoch();
        gateway.awaits(
                "config",
                config -> config.path("agents").toString().contains(agent.id().toString()));

        database.execute("UPDATE change_log SET created_at = created_at - interval '1 second'"
                + " WHERE revision = (SELECT revision FROM control_state)");

        assertStartsAnew(epoch);
    }

    @Test
    void prunedLogIsTheSameHistory() throws Exception {
        var epoch = epoch();

        database.execute("DELETE FROM change_log");
        wayOfOne.cutOnce();
        wayOfTwo.cutOnce();

        assertRecovers();
        assertThat(agent.isOpen()).isTrue();
        assertThat(gateway.isOpen()).isTrue();
        assertThat(epoch()).isEqualTo(epoch);
    }

    private void assertStartsAnew(String oldEpoch) throws SQLException {
        assertThat(agent.awaitsClose()).isEqualTo(1012);
        assertThat(gateway.awaitsClose()).isEqualTo(1012);
        assertThat(epoch()).isNotEqualTo(oldEpoch);
        await().atMost(RECOVERY).until(() -> one.isReady() && two.isReady());
        for (var client :
                List.of(gateway.twin().connect(), gateway.at(one.api()).connect())) {
            assertThat(client.awaits("auth_success").path("data").path("epoch").asText())
                    .isEqualTo(epoch());
        }
    }

    private void awaitsReadOnly() {
        for (var control : List.of(one, two)) {
            await().atMost(RECOVERY).untilAsserted(() -> assertThat(readiness(control))
                    .containsEntry("change feed", "READ_ONLY")
                    .containsEntry("presence", "READ_ONLY"));
            assertThat(control.management().get("/q/health/ready").status()).isEqualTo(503);
        }
    }

    /** The state of each check, by its name. */
    private static Map<String, String> readiness(ControlProcess control) {
        var states = new HashMap<String, String>();
        var checks = control.management().get("/q/health/ready").json().path("checks");
        checks.forEach(check -> states.put(
                check.path("name").asText(), check.path("data").path("state").asText()));
        return states;
    }

    private void assertRefusesWrites() {
        var refused = create();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.errorCode()).isEqualTo("UNAVAILABLE");
        assertThat(refused.header("Retry-After")).isNotNull();
    }

    private void assertRecovers() {
        await().atMost(RECOVERY).until(() -> one.isReady() && two.isReady());
        await().atMost(RECOVERY).until(() -> create().status() == 201);
    }

    private ControlApi.Answer create() {
        return one.api().post("/api/tunnels", new TunnelBody(ControlApi.uniqueDomain(), agent.id(), "localhost:80"));
    }

    private String epoch() throws SQLException {
        return database.query("SELECT epoch FROM control_state");
    }

    /** With permissions, on which the server insists; what was there before goes. */
    private static void copy(Path from, Path to) throws IOException, InterruptedException {
        var script = "rm -rf \"$2\" && cp -a \"$1\" \"$2\"";
        var exitCode = new ProcessBuilder("sh", "-c", script, "copy", from.toString(), to.toString())
                .start()
                .waitFor();
        assertThat(exitCode).isZero();
    }
}
