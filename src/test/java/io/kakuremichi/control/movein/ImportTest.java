package io.kakuremichi.control.movein;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import io.kakuremichi.control.network.WireGuardKeyPair;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** After an import, clients of the original are connected with the keys that they have. */
@ControlTest
class ImportTest {
    @Inject
    MeterRegistry metrics;

    @Inject
    AgroalDataSource dataSource;

    private final ControlApi control = ControlApi.ofTest();
    private final String name = ControlApi.uniqueName("moved");
    private final String domain = ControlApi.uniqueDomain();

    /** Neither has the form of Control's keys; the second has no prefix. */
    private final String agentKey = "agt_" + UUID.randomUUID();

    private final String gatewayKey = UUID.randomUUID().toString();
    private final String publicKey = WireGuardKeyPair.generate().publicKey();

    @AfterEach
    void freePlaces() {
        for (var gateway : control.get("/api/gateways?limit=1000").json().path("gateways")) {
            if (gateway.path("name").asText().startsWith(name)) {
                control.delete("/api/gateways/" + gateway.path("id").asText());
            }
        }
    }

    @Test
    void clientsOfTheOriginalAreConnectedWithTheirKeys() {
        var report = run("");

        assertThat(report.path("created").asInt()).isEqualTo(3);
        assertThat(report.path("skipped").asInt()).isZero();
        var agent = control.clientWithKey("agent", agentKey).open("/").sendRaw(auth("agent", agentKey));
        var gateway = control.clientWithKey("gateway", gatewayKey).open("/ws").sendRaw(auth("gateway", gatewayKey));
        var ofAgent = agent.awaits("config_update").path("config");
        var ofGateway = awaitTunnel(gateway);
        assertThat(ofAgent.at("/agent/name").asText()).isEqualTo(name);
        assertThat(ofAgent.at("/tunnels/0/domain").asText()).isEqualTo(domain);
        assertThat(ofAgent.at("/tunnels/0/socksProxyEnabled").asBoolean()).isTrue();
        assertThat(ofAgent.at("/tunnels/0/httpProxyEnabled").asBoolean()).isFalse();
        assertThat(ofGateway.path("target").asText()).isEqualTo("localhost:80");
        assertThat(ofGateway.path("socksProxyEnabled").asBoolean()).isTrue();
        var id = report.at("/items/1/id").asText();
        var stored = control.get("/api/agents/" + id).json();
        assertThat(stored.path("wireguardPublicKey").asText()).isEqualTo(publicKey);
        assertThat(stored.path("metadata").path("rack").asInt()).isEqualTo(7);
    }

    @Test
    void aSecondRunChangesNothingAndSaysSo() {
        run("");
        var before = control.get("/api/tunnels?limit=1000").body();

        var second = run("");

        assertThat(second.path("created").asInt()).isZero();
        assertThat(second.path("unchanged").asInt()).isEqualTo(3);
        assertThat(second.path("items"))
                .allSatisfy(item -> assertThat(item.path("differences")).isEmpty());
        assertThat(control.get("/api/tunnels?limit=1000").body()).isEqualTo(before);
    }

    @Test
    void aDryRunReportsTheSameAndChangesNothing() {
        var dry = run("?dryRun=true");
        var run = run("");

        assertThat(dry.path("dryRun").asBoolean()).isTrue();
        assertThat(dry.path("created").asInt()).isEqualTo(3);
        assertThat(run.path("created").asInt()).isEqualTo(3);
        assertThat(dry.path("items").findValuesAsText("name"))
                .isEqualTo(run.path("items").findValuesAsText("name"));
    }

    @Test
    void manyTunnelsAreImportedAndCounted() {
        var before = rows("create");
        var tunnels = IntStream.range(0, 1_001)
                .mapToObj(i -> "{\"id\": \"t%s\", \"domain\": \"n%s.%s\", \"agentId\": \"1\", \"target\": \"a:1\"}"
                        .formatted(i, i, domain))
                .toList();

        var report = control.post("/api/import", """
                        {"agents": [{"id": "1", "name": "%s", "apiKey": "%s"}], "gateways": [], "tunnels": [%s]}""".formatted(name, agentKey, String.join(",", tunnels)))
                .expect(200)
                .json();

        assertThat(report.path("created").asInt()).isEqualTo(1_002);
        assertThat(rows("create") - before).isEqualTo(1_002);
        var agent = report.at("/items/0/id").asText();
        assertThat(control.get("/api/agents/" + agent + "/tunnels")
                        .json()
                        .path("total")
                        .asInt())
                .isEqualTo(1_001);
        control.delete("/api/agents/" + agent).expect(200);
    }

    private long rows(String action) {
        return (long) metrics.get("kakuremichi.imported.rows")
                .tag("action", action)
                .counter()
                .count();
    }

    @Test
    void anExhaustedPoolIsSeenByTheDryRun() {
        var failed = metrics.get("kakuremichi.imports").tag("outcome", "failed").counter();
        var before = failed.count();
        var gateways = IntStream.range(0, 254)
                .mapToObj(i -> "{\"name\": \"%s-%s\", \"apiKey\": \"%s-%s\"}".formatted(name, i, gatewayKey, i))
                .toList();
        var body = "{\"agents\": [], \"gateways\": [%s], \"tunnels\": []}".formatted(String.join(",", gateways));

        var planned = control.post("/api/import?dryRun=true", body).expect(409);
        var refused = control.post("/api/import", body).expect(409);

        assertThat(planned.errorCode()).isEqualTo("POOL_EXHAUSTED");
        assertThat(refused.body()).isEqualTo(planned.body());
        assertThat(failed.count()).isEqualTo(before + 1);
    }

    @Test
    void anImportDoesNotWaitForAnother() throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(hashtextextended('import', 0))");

            var refused = control.post("/api/import", "{\"agents\": [], \"gateways\": [], \"tunnels\": []}")
                    .expect(503);

            assertThat(refused.header("Retry-After")).isNotNull();
            statement.execute("SELECT pg_advisory_unlock(hashtextextended('import', 0))");
        }
        run("");
    }

    @Test
    void theAuditNamesWhatWasImportedAndNoKey() {
        var report = run("");

        var id = report.at("/items/1/id").asText();
        await().until(() -> control.get("/api/audit?action=agent.import&subject=" + id)
                        .json()
                        .path("total")
                        .asInt()
                == 1);
        assertThat(control.get("/api/audit?limit=1000").body()).doesNotContain(agentKey, gatewayKey);
        assertThat(report.toString()).doesNotContain(agentKey, gatewayKey);
    }

    @Test
    void aKeyOfAClientOfTheOtherKindIsSkipped() {
        var taken = Secret.newApiKey(ClientType.AGENT).value();
        control.post("/api/agents", new ClientBody(name + "-x", taken)).expect(201);

        var report = control.post("/api/import", """
                        {"agents": [], "gateways": [{"name": "%s-y", "apiKey": "%s"}], "tunnels": []}""".formatted(name, taken))
                .expect(200)
                .json();

        assertThat(report.at("/items/0/action").asText()).isEqualTo("skip");
    }

    /** The client gets that key with its next configuration. */
    @Test
    void aKeyOfARotationUnderWayIsLeftOutAlsoByTheDryRun() throws SQLException {
        var rotating = control.post("/api/agents", new ClientBody(name + "-r", null))
                .expect(201)
                .uuid("id");
        control.post("/api/agents/" + rotating + "/wireguard-key", "").expect(202);
        var original = """
                {"agents": [{"name": "%s-z", "apiKey": "%s", "publicKey": "%s"}], "gateways": [], "tunnels": []}""".formatted(name, agentKey, nextPublicKey(rotating));

        var dry = control.post("/api/import?dryRun=true", original).expect(200).json();
        var run = control.post("/api/import", original).expect(200).json();

        assertThat(dry.at("/items/0/notes").toString()).contains("public key is that of another client");
        assertThat(run.at("/items/0/notes")).isEqualTo(dry.at("/items/0/notes"));
    }

    private String nextPublicKey(UUID agent) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement("SELECT next_public_key FROM agents WHERE id = ?")) {
            statement.setObject(1, agent);
            try (var row = statement.executeQuery()) {
                assertThat(row.next()).isTrue();
                return row.getString(1);
            }
        }
    }

    private record ClientBody(String name, String apiKey) {}

    private JsonNode awaitTunnel(TestClient gateway) {
        for (var tunnel : gateway.awaits("config_update").path("config").path("tunnels")) {
            if (tunnel.path("domain").asText().equals(domain)) {
                return tunnel;
            }
        }
        throw new AssertionError("no tunnel " + domain);
    }

    private JsonNode run(String query) {
        return control.post("/api/import" + query, """
                        {"agents": [{"id": "1", "name": "%s", "apiKey": "%s", "publicKey": "%s", "metadata": "{\\"rack\\": 7}"}],
                         "gateways": [{"id": "2", "name": "%s", "apiKey": "%s", "publicIp": "203.0.113.7"}],
                         "tunnels": [{"id": "3", "domain": "%s", "agentId": "1", "target": "localhost", "enabled": true,
                          "socksProxyEnabled": true}]}""".formatted(
                                name, agentKey, publicKey, name, gatewayKey, domain.toUpperCase(java.util.Locale.ROOT)))
                .expect(200)
                .json();
    }

    private String auth(String type, String key) {
        return """
                {"type":"auth","timestamp":1,"apiKey":"%s","clientType":"%s","publicKey":"%s","publicIp":""}""".formatted(
                key,
                type,
                type.equals("agent") ? publicKey : WireGuardKeyPair.generate().publicKey());
    }
}
