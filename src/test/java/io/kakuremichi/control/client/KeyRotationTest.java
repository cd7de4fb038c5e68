package io.kakuremichi.control.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import io.kakuremichi.control.network.WireGuardKeyPair;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** New pairs for old ones, and pairs that clients make themselves. */
@ControlTest
class KeyRotationTest {
    private final ControlApi control = ControlApi.ofTest();

    @Test
    void peersGetTheNewKeyWhenItsDeliveryIsConfirmedAndNotBefore() {
        var agent = confirmed(control.createAgent());
        var gateway = control.createGateway().connect();
        var oldKey = publicKey(agent);

        control.post("/api/agents/" + agent.id() + "/wireguard-key", null).expect(202);

        agent.awaits(
                "config",
                data -> data.path("agent").has("wireguardPrivateKey")
                        && !data.path("agent").path("wireguardPrivateKey").equals(firstPrivateKey(agent)));
        assertThat(publicKey(agent)).isEqualTo(oldKey);
        assertThat(control.get("/api/agents/" + agent.id()).text("keyDelivery")).isIn("pending", "delivered");
        agent.heartbeat();
        await().until(() -> !publicKey(agent).equals(oldKey));
        var newKey = publicKey(agent);
        gateway.awaits("config", data -> peerKey(data, agent).equals(newKey));
        var name = ControlApi.uniqueName("rotated");
        control.patch("/api/agents/" + agent.id(), Map.of("name", name)).expect(200);
        agent.awaits("config", data -> data.path("agent").path("name").asText().equals(name));
        assertThat(agent.messages("config"))
                .filteredOn(config -> config.path("data").path("agent").has("wireguardPrivateKey"))
                .as("the first key and the next, once each")
                .hasSize(2);
        assertThat(control.get("/api/agents/" + agent.id()).text("keyDelivery")).isEqualTo("confirmed");
    }

    @Test
    void rotationOfAnOfflineClientWaitsForIt() {
        var agent = confirmed(control.createAgent());
        var oldKey = publicKey(agent);
        agent.close();
        agent.awaitsClose();

        control.post("/api/agents/" + agent.id() + "/wireguard-key", null).expect(202);

        var config = agent.connect().awaits("config").path("data");
        assertThat(config.path("agent").path("wireguardPrivateKey").asText()).isNotEmpty();
        assertThat(publicKey(agent)).isEqualTo(oldKey);
        agent.heartbeat();
        await().until(() -> !publicKey(agent).equals(oldKey));
    }

    @Test
    void rotationOfAGatewayReachesAgents() {
        var gateway = confirmed(control.createGateway());
        var agent = control.createAgent().connect();
        var oldKey = control.get("/api/gateways/" + gateway.id()).text("wireguardPublicKey");

        control.post("/api/gateways/" + gateway.id() + "/wireguard-key", null).expect(202);

        gateway.awaits(
                "config",
                data -> data.path("gateway").has("wireguardPrivateKey")
                        && !data.path("gateway").path("wireguardPrivateKey").equals(firstPrivateKey(gateway)));
        gateway.heartbeat();
        agent.awaits("config", data -> {
            for (var peer : data.path("gateways")) {
                if (peer.path("id").asText().equals(gateway.id().toString())) {
                    return !peer.path("wireguardPublicKey").asText().equals(oldKey);
                }
            }
            return false;
        });
    }

    @Test
    void ownKeyIsStoredToldAndNeverAnsweredWithAPrivateOne() {
        var gateway = control.createGateway().connect();
        var agent = control.createAgent();
        var own = WireGuardKeyPair.generate().publicKey();

        authWithOwnKey(agent, own).awaitConfig();

        assertThat(agent.awaits("config").path("data").path("agent").has("wireguardPrivateKey"))
                .isFalse();
        assertThat(publicKey(agent)).isEqualTo(own);
        assertThat(control.get("/api/agents/" + agent.id()).text("keyDelivery")).isEqualTo("own");
        gateway.awaits("config", data -> peerKey(data, agent).equals(own));
    }

    @Test
    void rotationOfAnOwnKeyAsksTheClientAndItsNextKeyCompletesIt() {
        var agent = control.createAgent();
        authWithOwnKey(agent, WireGuardKeyPair.generate().publicKey()).awaitConfig();

        control.post("/api/agents/" + agent.id() + "/wireguard-key", null).expect(202);

        agent.awaits("config", data -> data.path("rotateKey").asBoolean());
        var next = WireGuardKeyPair.generate().publicKey();
        authWithOwnKey(agent, next).awaitConfig();
        assertThat(agent.awaits("config").path("data").has("rotateKey")).isFalse();
        assertThat(publicKey(agent)).isEqualTo(next);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "4Ot6fDtBuK4WVuP68Z/EatoJjeucMrH9hmIFFl9JuAA=",
                "AAAA",
                "not base64",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="
            })
    void invalidOwnKeyIsRefusedAndChangesNothing(String key) {
        var agent = control.createAgent();
        var before = publicKey(agent);

        authWithOwnKey(agent, key);

        assertThat(agent.awaits("error").path("data").path("code").asText()).isEqualTo("INVALID_MESSAGE");
        assertThat(publicKey(agent)).isEqualTo(before);
    }

    @Test
    void anotherClientsKeyIsRefused() {
        var gateway = control.createGateway();
        var agent = control.createAgent();

        authWithOwnKey(agent, control.get("/api/gateways/" + gateway.id()).text("wireguardPublicKey"));

        agent.awaits("auth_error");
        assertThat(agent.awaitsClose()).isEqualTo(4401);
        assertThat(control.get("/api/agents/" + agent.id()).text("keyDelivery")).isEqualTo("pending");
    }

    private TestClient confirmed(TestClient client) {
        client.connect().heartbeat();
        var path = (client.isAgent() ? "/api/agents/" : "/api/gateways/") + client.id();
        await().until(() -> control.get(path).text("keyDelivery").equals("confirmed"));
        return client;
    }

    private static TestClient authWithOwnKey(TestClient client, String publicKey) {
        return client.open().send("auth", Map.of("apiKey", client.apiKey(), "publicKey", publicKey));
    }

    private String publicKey(TestClient agent) {
        return control.get("/api/agents/" + agent.id()).text("wireguardPublicKey");
    }

    private static com.fasterxml.jackson.databind.JsonNode firstPrivateKey(TestClient client) {
        return client.messages("config")
                .getFirst()
                .path("data")
                .path(client.isAgent() ? "agent" : "gateway")
                .path("wireguardPrivateKey");
    }

    private static String peerKey(com.fasterxml.jackson.databind.JsonNode gatewayConfig, TestClient agent) {
        for (var peer : gatewayConfig.path("agents")) {
            if (peer.path("id").asText().equals(agent.id().toString())) {
                return peer.path("wireguardPublicKey").asText();
            }
        }
        return "";
    }
}
