package io.kakuremichi.control.enrollment;

import static io.kakuremichi.control.enrollment.SocketEnrollments.apiKey;
import static io.kakuremichi.control.enrollment.SocketEnrollments.assertRefused;
import static io.kakuremichi.control.enrollment.SocketEnrollments.data;
import static io.kakuremichi.control.enrollment.SocketEnrollments.id;
import static io.kakuremichi.control.enrollment.SocketEnrollments.used;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.enrollment.EnrollmentBodies.Key;
import io.kakuremichi.control.enrollment.SocketEnrollments.Auth;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import io.kakuremichi.control.network.WireGuardKeyPair;
import io.kakuremichi.control.rest.Together;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Enrollment in the WebSocket protocol. */
@ControlTest
class SocketEnrollmentTest {
    private static final String MANY = ", \"uses\": null, \"expiresAt\": null";

    @Inject
    AgroalDataSource dataSource;

    private final ControlApi control = ControlApi.ofTest();
    private final SocketEnrollments sockets = new SocketEnrollments(control);
    private final String publicKey = newPublicKey();

    @Test
    void keyInTheHeaderWithThePublicKeyInAuth() {
        var key = Key.of(control, "agent");
        var socket = sockets.withHeader(key, "/ws");

        socket.send("auth", Auth.behindHeader(publicKey)).awaitConfig();

        assertThat(socket.messageTypes()).containsExactly("enrolled", "auth_success", "config");
        var enrolled = data(socket, "enrolled");
        assertThat(ControlApi.fields(enrolled)).containsExactly("id", "apiKey");
        assertThat(enrolled.path("apiKey").asText()).matches("agt_[A-Za-z0-9]{32}");
        assertThat(data(socket, "auth_success").path("agentId")).isEqualTo(enrolled.path("id"));
        assertThat(data(socket, "config").path("agent").has("wireguardPrivateKey"))
                .isFalse();
        var agent = control.get("/api/agents/" + enrolled.path("id").asText()).expect(200);
        assertThat(agent.uuid("enrollmentKeyId")).isEqualTo(key.id());
        assertThat(agent.text("wireguardPublicKey")).isEqualTo(publicKey);
        assertThat(agent.text("keyDelivery")).isEqualTo("own");
        assertThat(agent.text("status")).isEqualTo("online");
    }

    @Test
    void keyInAuthWithAllFields() {
        var key = Key.of(control, "gateway");
        var name = ControlApi.uniqueName("gw");
        var socket = control.stranger().open("/ws?type=gateway");

        socket.send("auth", new Auth(key.secret(), publicKey, "2001:DB8::9", name, List.of("delta", "ack")))
                .awaitConfig();

        var id = id(socket);
        assertThat(data(socket, "auth_success").path("capabilities").toString()).isEqualTo("[\"delta\",\"ack\"]");
        var gateway = control.get("/api/gateways/" + id).expect(200);
        assertThat(gateway.text("name")).isEqualTo(name);
        assertThat(gateway.text("publicIp")).isEqualTo("2001:db8::9");
        control.delete("/api/gateways/" + id).expect(200);
    }

    @Test
    void changesFollowOnTheSameConnection() {
        var socket = sockets.enroll(Key.of(control, "agent"), publicKey);
        var agent = control.clientWithKey("agent", apiKey(socket)).openWithBearer();
        assertThat(socket.awaitsClose()).isEqualTo(4409);

        var again = sockets.enroll(Key.of(control, "agent"), newPublicKey());
        control.post("/api/tunnels", """
                        {"domain": "%s", "agentId": "%s", "target": "localhost:80"}""".formatted(ControlApi.uniqueDomain(), id(again)))
                .expect(201);

        again.awaits("tunnel_create");
        agent.awaits("auth_success");
    }

    @Test
    void sameAnswerUntilTheClientHasAuthenticated() {
        var key = Key.of(control, "agent");
        var first = sockets.enroll(key, publicKey);
        first.cut();

        var second = sockets.enroll(key, publicKey);
        var third = sockets.withHeader(key, "/ws?type=agent").send("auth", Auth.behindHeader(publicKey));

        assertThat(data(second, "enrolled")).isEqualTo(data(first, "enrolled"));
        assertThat(data(third, "enrolled")).isEqualTo(data(first, "enrolled"));
        assertThat(used(key)).isEqualTo(1);

        control.clientWithKey("agent", apiKey(first)).openWithBearer().awaits("auth_success");

        assertRefused(sockets.send(key, publicKey));
        assertThat(stored("SELECT count(*) FROM enrollment_answers WHERE enrollment_key_id = '" + key.id() + "'"))
                .isEqualTo("0");
    }

    @Test
    void connectionThatBreaksBeforeAuthUsesNothing() {
        var key = Key.of(control, "agent");
        sockets.withHeader(key, "/ws").cut();

        sockets.enroll(key, publicKey);

        assertThat(used(key)).isEqualTo(1);
    }

    /** The client may be created, or not: in both cases it gets its key with the next connection, for one use. */
    @Test
    void connectionThatBreaksWithAuthOnTheWayLosesNothing() {
        var key = Key.of(control, "agent");
        for (var i = 0; i < 5; i++) {
            sockets.withHeader(key, "/ws")
                    .send("auth", Auth.behindHeader(publicKey))
                    .cut();
        }

        var enrolled = sockets.enroll(key, publicKey);

        assertThat(used(key)).isEqualTo(1);
        control.clientWithKey("agent", apiKey(enrolled)).openWithBearer().awaits("auth_success");
    }

    @Test
    void keyWithUsesLeftIsRefusedAsWellAfterTheClientHasAuthenticated() {
        var key = Key.of(control, "agent", MANY);
        control.clientWithKey("agent", apiKey(sockets.enroll(key, publicKey)))
                .openWithBearer()
                .awaits("auth_success");

        assertRefused(sockets.send(key, publicKey));

        sockets.enroll(key, newPublicKey());
        assertThat(used(key)).isEqualTo(2);
    }

    @Test
    void manyAtOnceWithOnePublicKeyAreOneClient() throws InterruptedException {
        var key = Key.of(control, "agent", MANY);

        var clients = Together.run(12, i -> sockets.send(key, publicKey));

        var answers = new HashSet<JsonNode>();
        clients.forEach(socket -> answers.add(data(socket, "enrolled")));
        assertThat(answers).hasSize(1);
        assertThat(used(key)).isEqualTo(1);
        await().untilAsserted(() ->
                assertThat(clients.stream().filter(TestClient::isOpen)).hasSize(1));
    }

    @Test
    void usesAreCountedOverManyClients() throws InterruptedException {
        var key = Key.of(control, "agent", ", \"uses\": 5");

        var clients = Together.run(20, i -> sockets.send(key, newPublicKey()));

        await().untilAsserted(() ->
                assertThat(clients).allMatch(socket -> socket.messageTypes().contains("config") || !socket.isOpen()));
        assertThat(clients.stream().filter(TestClient::isOpen)).hasSize(5);
        assertThat(clients.stream().filter(socket -> !socket.isOpen()).map(TestClient::awaitsClose))
                .hasSize(15)
                .containsOnly(4401);
        assertThat(used(key)).isEqualTo(5);
    }

    @Test
    void revokedKeyIsRefusedAlsoForTheSameAnswer() {
        var key = Key.of(control, "agent", MANY);
        sockets.enroll(key, publicKey).cut();
        key.delete();

        assertRefused(sockets.send(key, publicKey));
        assertRefused(sockets.send(key, newPublicKey()));
    }

    @Test
    void expiredKeyGivesTheSameAnswerButNoOther() throws SQLException {
        var key = Key.of(control, "agent", ", \"uses\": 9");
        var first = sockets.enroll(key, publicKey);
        first.cut();
        execute("UPDATE enrollment_keys SET expires_at = now() - interval '1 s' WHERE id = '" + key.id() + "'");

        assertThat(data(sockets.enroll(key, publicKey), "enrolled")).isEqualTo(data(first, "enrolled"));
        assertRefused(sockets.send(key, newPublicKey()));
    }

    @Test
    void sameKeyInHeaderAndAuthIsFine() {
        var key = Key.of(control, "agent");

        sockets.withHeader(key, "/ws").send("auth", Auth.of(key, publicKey)).awaitConfig();
    }

    @Test
    void databaseHoldsNoKeyInClear() throws SQLException {
        var key = Key.of(control, "agent");

        var apiKey = apiKey(sockets.enroll(key, publicKey));

        assertThat(stored("SELECT encode(answer, 'escape') FROM enrollment_answers WHERE enrollment_key_id = '"
                        + key.id() + "'"))
                .isNotEmpty()
                .doesNotContain(apiKey, apiKey.substring(4), key.secret());
    }

    @Test
    void answerIsDeletedWithItsClient() throws SQLException {
        var key = Key.of(control, "agent");
        var enrolled = sockets.enroll(key, publicKey);

        control.delete("/api/agents/" + id(enrolled)).expect(200);

        assertThat(enrolled.awaitsClose()).isEqualTo(4403);
        assertRefused(sockets.send(key, publicKey));
    }

    @Test
    void answerIsNotGivenAfterTheApiKeyWasReplaced() throws SQLException {
        var key = Key.of(control, "agent");
        var enrolled = sockets.enroll(key, publicKey);
        var ofKey = " FROM enrollment_answers WHERE enrollment_key_id = '" + key.id() + "'";
        var answer = stored("SELECT encode(answer, 'hex')" + ofKey);
        control.post("/api/agents/" + id(enrolled) + "/api-key", null).expect(200);

        assertThat(stored("SELECT count(*)" + ofKey)).isEqualTo("0");
        assertRefused(sockets.send(key, publicKey));

        // As a replica of an earlier version leaves it.
        execute("INSERT INTO enrollment_answers (client_id, agent_id, enrollment_key_id, public_key, answer)"
                + " VALUES ('%1$s', '%1$s', '%2$s', '%3$s', decode('%4$s', 'hex'))"
                        .formatted(id(enrolled), key.id(), publicKey, answer));
        assertRefused(sockets.send(key, publicKey));
    }

    @Test
    void enrollmentsAndRepetitionsAreAudited() {
        var key = Key.of(control, "agent");
        sockets.enroll(key, publicKey).cut();
        sockets.enroll(key, publicKey);

        await().untilAsserted(() -> assertThat(StreamSupport.stream(
                                control.get("/api/audit?actor=enrollment-key:" + key.id())
                                        .json()
                                        .path("audit")
                                        .spliterator(),
                                false)
                        .map(entry -> entry.path("action").asText() + " "
                                + entry.path("outcome").asText()))
                .containsExactly("agent.enroll replayed", "agent.enroll success"));
    }

    private static String newPublicKey() {
        return WireGuardKeyPair.generate().publicKey();
    }

    private void execute(String sql) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String stored(String query) {
        try (var connection = dataSource.getConnection();
                var row = connection.createStatement().executeQuery(query)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new AssertionError(query, e);
        }
    }
}
