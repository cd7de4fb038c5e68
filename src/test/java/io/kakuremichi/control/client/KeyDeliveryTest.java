package io.kakuremichi.control.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.harness.Bodies.AckBody;
import io.kakuremichi.control.harness.Bodies.AuthBody;
import io.kakuremichi.control.harness.Bodies.StatusBody;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Private keys on their way to clients: once, until it is certain that they arrived. */
@ControlTest
class KeyDeliveryTest {
    private final ControlApi control = ControlApi.ofTest();

    @Inject
    AgroalDataSource dataSource;

    @Test
    void isPendingUntilAConnection() {
        assertThat(delivery(control.createAgent())).isEqualTo("pending");
    }

    @Test
    void isDeliveredOnceWrittenAndNotConfirmed() {
        var agent = control.createAgent().connect();

        assertThat(privateKey(agent)).isNotEmpty();
        await().until(() -> delivery(agent).equals("delivered"));
    }

    @Test
    void firstHeartbeatBehindTheKeyConfirmsItAndDeletesIt() throws SQLException {
        var agent = control.createAgent().connect();

        agent.heartbeat();

        await().until(() -> delivery(agent).equals("confirmed"));
        assertThat(storedKey(agent)).isNull();
        assertThat(privateKey(agent.connect())).isEmpty();
    }

    @Test
    void statusConfirmsLikeAHeartbeat() {
        var agent = control.createAgent().connect();

        agent.send("status", new StatusBody());

        await().until(() -> delivery(agent).equals("confirmed"));
    }

    @Test
    void gatewayConfirmsToo() {
        var gateway = control.createGateway().connect();

        gateway.heartbeat();

        await().until(() -> delivery(gateway).equals("confirmed"));
        assertThat(privateKey(gateway.connect())).isEmpty();
    }

    @Test
    void heartbeatSentBeforeTheKeyConfirmsNothing() {
        var agent =
                control.createAgent().open().auth().heartbeat().awaitConfig().awaitsHandled();

        agent.cut();

        assertThat(privateKey(agent.connect())).isNotEmpty();
    }

    @Test
    void keyThatWasNotReadIsDeliveredAgainThoughHeartbeatsCame() {
        var agent = control.createAgent().open();
        agent.stopReading();
        agent.auth();
        await().until(() -> delivery(agent).equals("delivered"));
        agent.heartbeat().heartbeat();
        await().until(() -> online(agent));

        agent.cut();

        assertThat(privateKey(agent.connect())).isNotEmpty();
        assertThat(delivery(agent)).isNotEqualTo("confirmed");
    }

    @Test
    void configAckConfirms() {
        var agent = authWithAck(control.createAgent());

        agent.send(
                "config_ack",
                new AckBody(agent.messages("config").getFirst().path("revision").asLong(), true));

        await().until(() -> delivery(agent).equals("confirmed"));
    }

    @Test
    void failedConfigAckConfirmsNothing() {
        var agent = authWithAck(control.createAgent());

        agent.send("config_ack", Map.of("success", false, "error", "no device")).awaitsHandled();

        assertThat(delivery(agent)).isNotEqualTo("confirmed");
    }

    @Test
    void ackOfAnEarlierRevisionConfirmsNothing() {
        var agent = authWithAck(control.createAgent());

        agent.send("config_ack", new AckBody(0, true)).awaitsHandled();

        assertThat(delivery(agent)).isNotEqualTo("confirmed");
    }

    @Test
    void heartbeatOfAClientThatAcksConfirmsNothing() {
        var agent = authWithAck(control.createAgent());

        agent.heartbeat().awaitsHandled();

        assertThat(delivery(agent)).isNotEqualTo("confirmed");
        assertThat(agent.awaits("auth_success")
                        .path("data")
                        .path("capabilities")
                        .path(0)
                        .asText())
                .isEqualTo("ack");
    }

    @Test
    void laterConfigsOfTheSameConnectionComeWithoutTheConfirmedKey() {
        var agent = control.createAgent().connect();
        agent.heartbeat();
        await().until(() -> delivery(agent).equals("confirmed"));

        var name = ControlApi.uniqueName("renamed");
        control.patch("/api/agents/" + agent.id(), Map.of("name", name)).expect(200);

        var config = agent.awaits(
                "config", data -> data.path("agent").path("name").asText().equals(name));
        assertThat(config.path("data").path("agent").has("wireguardPrivateKey")).isFalse();
    }

    @Test
    void storedKeysAreSealed() throws SQLException {
        var agent = control.createAgent().connect();

        assertThat(storedKey(agent)).startsWith("v1.").doesNotContain(privateKey(agent));
    }

    private static TestClient authWithAck(TestClient client) {
        return client.open()
                .send("auth", new AuthBody(client.apiKey(), List.of("ack", "unheard-of")))
                .awaitConfig();
    }

    private String delivery(TestClient client) {
        return control.get(path(client)).text("keyDelivery");
    }

    private boolean online(TestClient client) {
        return control.get(path(client)).text("status").equals("online");
    }

    private static String path(TestClient client) {
        return (client.isAgent() ? "/api/agents/" : "/api/gateways/") + client.id();
    }

    private static String privateKey(TestClient client) {
        JsonNode data = client.messages("config").getFirst().path("data");
        return data.path(client.isAgent() ? "agent" : "gateway")
                .path("wireguardPrivateKey")
                .asText();
    }

    private String storedKey(TestClient agent) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement("SELECT wireguard_private_key FROM agents WHERE id = ?")) {
            statement.setObject(1, agent.id());
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
