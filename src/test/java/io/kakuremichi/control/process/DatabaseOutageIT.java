package io.kakuremichi.control.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.embeddedpostgres.EmbeddedPostgres;
import io.kakuremichi.control.harness.Bodies.TunnelBody;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlProcess;
import io.kakuremichi.control.harness.TcpProxy;
import io.kakuremichi.control.harness.TestClient;
import io.kakuremichi.control.harness.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The database going away and coming back, under a Control that uses an external one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseOutageIT {
    @TempDir
    static Path directory;

    private EmbeddedPostgres database;
    private TcpProxy weather;
    private ControlProcess control;
    private ControlApi api;

    @BeforeAll
    void start() throws Exception {
        database = EmbeddedPostgres.start(directory.resolve("database"), TestDatabase.BINARIES);
        weather = new TcpProxy(database.port());
        control = ControlProcess.start(
                directory.resolve("unused"),
                Map.of(
                        "QUARKUS_DATASOURCE_JDBC_URL",
                        database.jdbcUrl().replace(":" + database.port(), ":" + weather.port()),
                        "QUARKUS_DATASOURCE_USERNAME",
                        database.username(),
                        "QUARKUS_DATASOURCE_PASSWORD",
                        database.password(),
                        "KAKUREMICHI_ENCRYPTION_KEY",
                        TestDatabase.ENCRYPTION_KEY));
        api = control.api();
    }

    @AfterAll
    void stop() throws Exception {
        control.close();
        weather.close();
        database.close();
    }

    @Test
    void neverStartsADatabaseOfItsOwnBesideAnExternalOne() {
        assertThat(directory.resolve("unused")).doesNotExist();
    }

    @Test
    void answers503AndKeepsSocketsWhileTheDatabaseRefusesConnections() {
        survives(weather::cut);
    }

    @Test
    void answers503AndKeepsSocketsWhileTheDatabaseHangs() {
        survives(weather::freeze);
    }

    @Test
    void goesOnAtOnceWhenItsConnectionsWereCut() {
        var gateway = api.createGateway().connect();
        var agent = api.createAgent().connect();

        weather.cutOnce();

        var tunnel = await().atMost(Duration.ofSeconds(20))
                .until(() -> create(agent), answer -> answer.status() == 201)
                .text("id");
        gateway.awaits("tunnel_create", data -> data.path("id").asText().equals(tunnel));
        assertThat(gateway.isOpen()).isTrue();
    }

    private void survives(Runnable outage) {
        var gateway = api.createGateway().connect();
        var agent = api.createAgent().connect();
        var another = api.createAgent();
        outage.run();
        try {
            var refused = create(agent);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.errorCode()).isEqualTo("UNAVAILABLE");
            assertThat(refused.header("Retry-After")).isNotNull();
            assertThat(api.get("/api/agents").status()).isEqualTo(503);
            await().atMost(Duration.ofSeconds(30)).until(() -> !control.isReady());
            assertThat(control.management().get("/q/health/live").status()).isEqualTo(200);
            assertThat(gateway.heartbeat().isOpen()).isTrue();
            assertThat(agent.heartbeat().isOpen()).isTrue();
        } finally {
            weather.restore();
        }

        await().atMost(Duration.ofSeconds(30)).until(control::isReady);
        var tunnel = await().atMost(Duration.ofSeconds(30))
                .until(() -> create(agent), answer -> answer.status() == 201)
                .text("id");
        gateway.awaits("tunnel_create", data -> data.path("id").asText().equals(tunnel));
        agent.awaits("tunnel_create", data -> data.path("id").asText().equals(tunnel));
        another.connect();
        assertThat(api.get("/api/agents/" + another.id()).text("status")).isEqualTo("online");
        assertThat(api.get("/api/agents/" + agent.id()).text("status")).isEqualTo("online");
    }

    private ControlApi.Answer create(TestClient agent) {
        return api.post("/api/tunnels", new TunnelBody(ControlApi.uniqueDomain(), agent.id(), "localhost:80"));
    }
}
