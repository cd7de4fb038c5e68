package io.kakuremichi.control.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.certificate.Certificates;
import io.kakuremichi.control.embeddedpostgres.EmbeddedPostgres;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlProcess;
import io.kakuremichi.control.harness.TestClient;
import io.kakuremichi.control.harness.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Makes Control handle every kind of secret it has, then looks for them wherever they must not be. */
class SecretSearchIT {
    @TempDir
    Path directory;

    private final Map<String, String> secrets = new LinkedHashMap<>();

    @Test
    void noSecretIsAnywhereInPlain() throws Exception {
        try (var database = EmbeddedPostgres.start(directory.resolve("database"), TestDatabase.BINARIES);
                var control = ControlProcess.start(
                        directory.resolve("unused"),
                        Map.of(
                                "QUARKUS_DATASOURCE_JDBC_URL",
                                database.jdbcUrl(),
                                "QUARKUS_DATASOURCE_USERNAME",
                                database.username(),
                                "QUARKUS_DATASOURCE_PASSWORD",
                                database.password(),
                                "KAKUREMICHI_ENCRYPTION_KEY",
                                TestDatabase.ENCRYPTION_KEY,
                                "KAKUREMICHI_KEYS_RETAIN",
                                "true",
                                "QUARKUS_HTTP_ACCESS_LOG_ENABLED",
                                "true"))) {
            secrets.put("database password", database.password());
            secrets.put("encryption key", TestDatabase.ENCRYPTION_KEY);
            secrets.put("admin token", ControlProcess.ADMIN_TOKEN);
            var api = control.api();

            handleEverySecret(api);

            var places = new LinkedHashMap<String, String>();
            places.put("log", control.log());
            places.put(
                    "metrics",
                    control.management().get("/q/metrics").expect(200).body());
            for (var path : List.of("agents", "gateways", "tunnels", "certificates", "clients", "tokens", "audit")) {
                places.put(
                        path,
                        api.get("/api/" + path + "?limit=1000").expect(200).body());
            }
            places.putAll(tables(database));
            assertThat(places.get("table change_log")).contains("key_offered");
            assertThat(places.get("table certificates")).contains("v1.");
            places.forEach((place, text) -> secrets.forEach((secret, value) ->
                    assertThat(text).as("%s in %s", secret, place).doesNotContain(value)));
        }
    }

    private void handleEverySecret(ControlApi api) {
        var agent = api.createAgent();
        var gateway = api.createGateway();
        var token = api.createToken("viewer").text("token");
        secrets.put("agent's key", agent.apiKey());
        secrets.put("gateway's key", gateway.apiKey());
        secrets.put("viewer's token", token);
        api.withToken(token).get("/api/agents").expect(200);
        var repeated = api.post("/api/agents", Map.of("name", "again"), "Idempotency-Key", "a-key-of-the-caller");
        secrets.put("key of a repeated creation", repeated.expect(201).text("apiKey"));
        secrets.put("idempotency key", "a-key-of-the-caller");

        agent.open("/ws?type=agent&apiKey=" + agent.apiKey()).auth().awaitConfig();
        secrets.put("agent's private key", privateKey(agent));
        agent.heartbeat();
        await().until(() ->
                api.get("/api/agents/" + agent.id()).text("keyDelivery").equals("confirmed"));
        api.post("/api/agents/" + agent.id() + "/wireguard-key", null).expect(202);
        agent.awaits(
                "config",
                data -> !data.path("agent")
                                .path("wireguardPrivateKey")
                                .asText("")
                                .isEmpty()
                        && !secrets.containsValue(
                                data.path("agent").path("wireguardPrivateKey").asText()));
        secrets.put("agent's next private key", privateKey(agent));

        gateway.openWithBearer().awaitConfig();
        secrets.put("gateway's private key", privateKey(gateway));
        var domain = ControlApi.uniqueDomain();
        api.createTunnel(domain, agent);
        var certificate = Certificates.ofNewKey().domain(domain).make();
        gateway.send("certificate_obtained", certificate.data(domain));
        await().until(() -> api.get("/api/certificates/" + domain).status() == 200);
        secrets.put("certificate's key", keyLine(certificate.key()));

        api.withToken("wrong-token-of-somebody").get("/api/agents").expect(401);
        secrets.put("wrong token", "wrong-token-of-somebody");
        agent.withKey("agt_wrongwrongwrongwrongwrongwrongwr").open().auth().awaits("auth_error");
        secrets.put("wrong key", "agt_wrongwrongwrongwrongwrongwrongwr");
        // What the layers below Control refuse, with the key where it is allowed and where it is not.
        for (var host : List.of("a, b", "fe80::1", "[::1")) {
            send(api, "/ws?type=agent&apiKey=" + agent.apiKey(), host);
        }
        send(api, "/ws?apiKey=%zz" + agent.apiKey(), "localhost");
        send(api, "/" + "x".repeat(5_000) + agent.apiKey(), "localhost");
        send(api, "/api/agents/" + agent.apiKey() + "?apiKey=" + agent.apiKey(), "localhost");
        api.post("/api/agents/" + agent.id() + "/api-key", null).expect(200);
    }

    private static void send(ControlApi api, String target, String host) {
        try (var socket = new Socket(api.base().getHost(), api.base().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                            .formatted(target, host)
                            .getBytes(US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith("HTTP/1.")
                    .contains("\"error\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String privateKey(TestClient client) {
        var data = client.messages("config").getLast().path("data");
        return data.path(client.isAgent() ? "agent" : "gateway")
                .path("wireguardPrivateKey")
                .asText();
    }

    /** A line from the middle of a PEM text. */
    private static String keyLine(String pem) {
        return pem.lines().skip(1).findFirst().orElseThrow();
    }

    private static Map<String, String> tables(EmbeddedPostgres database) throws SQLException {
        var tables = new LinkedHashMap<String, String>();
        try (var connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
                var statement = connection.createStatement()) {
            var names = new ArrayList<String>();
            try (var rows = statement.executeQuery("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
            for (var name : names) {
                try (var rows = statement.executeQuery(
                        "SELECT coalesce(string_agg(t::text, E'\\n'), '') FROM \"" + name + "\" t")) {
                    rows.next();
                    tables.put("table " + name, rows.getString(1));
                }
            }
        }
        return tables;
    }
}
