package io.kakuremichi.control.process;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.embeddedpostgres.EmbeddedPostgres;
import io.kakuremichi.control.harness.ControlProcess;
import io.kakuremichi.control.harness.EventStream;
import io.kakuremichi.control.harness.TcpProxy;
import io.kakuremichi.control.harness.TestClient;
import io.kakuremichi.control.harness.TestDatabase;
import io.kakuremichi.control.login.Browser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens on two replicas that share a database, which one of them loses. */
class TokensIT {
    @TempDir
    Path directory;

    @Test
    void revocationCountsOnEveryReplicaAndStaticTokenNeedsNoDatabase() throws Exception {
        try (var database = EmbeddedPostgres.start(directory.resolve("database"), TestDatabase.BINARIES);
                var weather = new TcpProxy(database.port());
                var one = replica("one", database, database.port());
                var two = replica("two", database, weather.port())) {
            var token = one.api().createToken("viewer");
            var kept = two.api().withRole("viewer");
            var holder = two.api().withToken(token.text("token"));
            holder.get("/api/agents").expect(200);

            assertSessionsAreShared(one, two, token.text("token"));
            var session = new Browser(
                    two.api(), Browser.login(one.api(), token.text("token")).cookie());
            session.get("/api/session").expect(200);

            var events = EventStream.open(two.api(), token.text("token"), "").awaitsHello();
            // On the one replica, seen at the other one.
            var agent = one.api().createAgent().connect();
            events.awaits(event -> event.type().equals("client")
                    && event.item().path("id").asText().equals(agent.id().toString())
                    && event.item().path("online").asBoolean()
                    && event.item().path("replica").asText().equals("one"));
            var seen = events.awaits(event -> event.type().equals("agent_create"));

            one.api().delete("/api/tokens/" + token.uuid("id")).expect(200);

            events.awaitsEnd();
            assertResumes(one, seen, agent);

            assertError(holder.get("/api/agents"), 401, "UNAUTHORIZED");
            assertError(session.get("/api/session"), 401, "UNAUTHORIZED");

            weather.cut();

            assertError(kept.get("/api/agents"), 503, "UNAVAILABLE");
            assertError(two.api().get("/api/unknown"), 404, "NOT_FOUND");
            assertError(two.api().withToken("no-token-of-ours").get("/api/agents"), 401, "UNAUTHORIZED");
            assertThat(two.isAlive()).isTrue();
        }
    }

    /** A session of the console begins on one replica, is used on the other, and ends on both. */
    private static void assertSessionsAreShared(ControlProcess one, ControlProcess two, String token) {
        for (var login : List.of(token, ControlProcess.ADMIN_TOKEN)) {
            var here = Browser.login(one.api(), login);
            var there = new Browser(two.api(), here.cookie());

            assertThat(there.get("/api/session").expect(200).json())
                    .isEqualTo(here.get("/api/session").expect(200).json());
            there.call("DELETE", "/api/session", null).expect(200);
            assertError(here.get("/api/session"), 401, "UNAUTHORIZED");
        }
    }

    /** On another replica than the one that sent the last id. */
    private static void assertResumes(ControlProcess replica, EventStream.Event seen, TestClient agent) {
        var tunnel = replica.api().createTunnel("resumed.example", agent);
        var resumed = EventStream.open(
                replica.api(), ControlProcess.ADMIN_TOKEN, "", "Last-Event-ID", String.valueOf(seen.id()));
        var created = resumed.awaits(event -> event.type().equals("tunnel_create"));
        assertThat(created.item().path("id").asText()).isEqualTo(tunnel.toString());
        assertThat(created.revision()).isEqualTo(seen.revision() + 1);
        resumed.close();
    }

    private ControlProcess replica(String name, EmbeddedPostgres database, int port) throws IOException {
        return ControlProcess.start(
                directory.resolve(name),
                Map.of(
                        "QUARKUS_DATASOURCE_JDBC_URL",
                        database.jdbcUrl().replace(":" + database.port(), ":" + port),
                        "QUARKUS_DATASOURCE_USERNAME",
                        database.username(),
                        "QUARKUS_DATASOURCE_PASSWORD",
                        database.password(),
                        "KAKUREMICHI_ENCRYPTION_KEY",
                        TestDatabase.ENCRYPTION_KEY,
                        "KAKUREMICHI_REPLICA",
                        name));
    }
}
