package io.kakuremichi.control.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import io.kakuremichi.control.network.WireGuardKeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The clients in the field: what the conversations word by word do not show. */
@ControlTest
class FieldDialectTest {
    private static final String ACK = "{\"type\":\"config_ack\",\"timestamp\":1,\"success\":true}";
    private static final String PING = "{\"type\":\"ping\",\"timestamp\":1}";
    private final String key = WireGuardKeyPair.generate().publicKey();

    private final ControlApi control = ControlApi.ofTest();
    private final TestClient agent = control.createAgent();
    private final TestClient gateway = control.createGateway();

    @AfterEach
    void freeItsPlace() {
        control.delete("/api/gateways/" + gateway.id());
    }

    @Test
    void manyChangesAreFewConfigurationsApartThatEndInTheNewestState() {
        connect(agent);
        var tunnel = control.createTunnel(ControlApi.uniqueDomain(), agent);
        for (var i = 0; i < 60; i++) {
            control.changeTunnel(tunnel, Map.of("target", "web:" + (1000 + i)));
        }

        agent.awaits("config_update", update -> true);
        await().until(() ->
                newest(agent).path("tunnels").path(0).path("target").asText().equals("web:1059"));
        var times = agent.messages("config_update").stream()
                .map(update -> update.path("timestamp").longValue())
                .toList();
        assertThat(times).hasSizeBetween(2, 40);
        for (var i = 1; i < times.size(); i++) {
            // Both times are of when it was written, in whole milliseconds.
            assertThat(times.get(i) - times.get(i - 1)).isGreaterThanOrEqualTo(495);
        }
    }

    @Test
    void allChangesOfASecondReachAGatewayInOneConfiguration() {
        connect(gateway);
        var before = gateway.messages("config_update").size();
        var tunnel = control.createTunnel(ControlApi.uniqueDomain(), agent);
        for (var i = 0; i < 5; i++) {
            control.changeTunnel(tunnel, Map.of("target", "web:" + (1 + i)));
        }

        await().until(() -> newest(gateway).toString().contains("web:5\""));
        assertThat(gateway.messages("config_update")).hasSize(before + 1);
    }

    @Test
    void aRevisionThatChangesNothingForAGatewayCountsAsApplied() {
        connect(gateway);
        gateway.sendRaw(ACK);
        var path = "/api/gateways/" + gateway.id();
        await().until(() -> isUpToDate(path));
        var configs = gateway.messages("config_update").size();

        var renamed = control.patch("/api/agents/" + agent.id(), Map.of("name", ControlApi.uniqueName("renamed")));

        var revision = control.get(path).json().path("revisionWanted").longValue();
        assertThat(renamed.status()).isEqualTo(200);
        await().until(() -> control.get(path).json().path("revisionApplied").longValue() >= revision);
        assertThat(gateway.messages("config_update")).hasSize(configs);
    }

    private boolean isUpToDate(String path) {
        var shown = control.get(path).json();
        return shown.path("revisionApplied").longValue()
                >= shown.path("revisionWanted").longValue();
    }

    @Test
    void afterTwoTakeoversANewcomerIsRefused() {
        connect(agent);
        var twin = agent.twin();
        connect(twin);
        connect(agent);

        twin.open("/").sendRaw(auth(agent, key));

        assertThat(twin.awaitsClose()).isEqualTo(4409);
        assertThat(twin.messageTypes()).containsExactly("auth_error");
        assertThat(agent.isOpen()).isTrue();
    }

    @Test
    void theFirstFrameIsTheWelcomeWhateverChangesMeanwhile() throws Exception {
        var tunnel = control.createTunnel(ControlApi.uniqueDomain(), agent);
        var going = new AtomicBoolean(true);
        var writer = Thread.startVirtualThread(() -> {
            for (var i = 0; going.get(); i++) {
                control.changeTunnel(tunnel, Map.of("target", "web:" + (1 + i % 60_000)));
            }
        });
        try {
            for (var i = 0; i < 20; i++) {
                connect(agent);
                assertThat(agent.messageTypes()).startsWith("auth_success", "config_update");
                agent.close();
            }
        } finally {
            going.set(false);
            writer.join();
        }
    }

    @Test
    void noTwoTunnelsHaveTheAgentsAddress() {
        for (var i = 0; i < 3; i++) {
            control.createTunnel(ControlApi.uniqueDomain(), agent);
        }

        connect(agent);

        var addresses = StreamSupport.stream(newest(agent).path("tunnels").spliterator(), false)
                .map(tunnel -> tunnel.path("agentIp").asText())
                .toList();
        assertThat(addresses).containsExactly(agent.created().path("virtualIp").asText(), "", "");
    }

    @Test
    void theAddressPassesToTheNextTunnelWhenTheFirstIsDeleted() {
        var first = control.createTunnel(ControlApi.uniqueDomain(), agent);
        control.createTunnel(ControlApi.uniqueDomain(), agent);
        connect(agent);

        control.deleteTunnel(first);

        await().until(() -> newest(agent).path("tunnels").size() == 1);
        assertThat(newest(agent).path("tunnels").path(0).path("agentIp"))
                .isEqualTo(agent.created().path("virtualIp"));
    }

    @Test
    void noPrivateKeyIsEverSent() {
        connect(agent);
        connect(gateway);
        control.post("/api/agents/" + agent.id() + "/wireguard-key", null).expect(202);
        control.createTunnel(ControlApi.uniqueDomain(), agent);
        await().until(() -> newest(agent).path("tunnels").size() == 1);

        for (var client : List.of(agent, gateway)) {
            assertThat(client.messages().toString()).doesNotContainIgnoringCase("privateKey");
        }
        assertThat(control.get("/api/agents/" + agent.id()).text("keyDelivery")).isEqualTo("own");
    }

    @Test
    void anErrorIsShownAsTheStatusUntilItIsOver() {
        connect(agent);

        agent.sendRaw("{\"type\":\"status_update\",\"timestamp\":1,\"status\":\"error\"}");

        await().until(() -> status().equals("error"));
        var listed = control.get("/api/agents?status=error&limit=1000").json().path("agents");
        assertThat(listed).anySatisfy(item -> assertThat(item.path("id").asText())
                .isEqualTo(agent.id().toString()));
        agent.sendRaw("{\"type\":\"status_update\",\"timestamp\":1,\"status\":\"online\"}");
        await().until(() -> status().equals("online"));
        agent.close();
        await().until(() -> status().equals("offline"));
    }

    @Test
    void whatTheyConfirmIsTheLastConfiguration() {
        connect(agent);
        var wanted = shown("revisionWanted").longValue();

        await().until(() -> {
            // Another configuration may follow the first, because the client's own key was news.
            agent.sendRaw("{\"type\":\"config_ack\",\"timestamp\":1,\"success\":true}");
            return shown("revisionApplied").longValue() >= wanted;
        });
        agent.sendRaw("{\"type\":\"config_ack\",\"timestamp\":1,\"success\":false,\"error\":\"no wg0\"}");
        await().until(() -> shown("lastError").path("message").asText().equals("no wg0"));
    }

    @Test
    void anEmptyAddressKeepsTheStoredOne() {
        control.patch("/api/gateways/" + gateway.id(), Map.of("publicIp", "192.0.2.61"))
                .expect(200);

        connect(gateway);

        assertThat(control.get("/api/gateways/" + gateway.id()).text("publicIp"))
                .isEqualTo("192.0.2.61");
    }

    @Test
    void theSecondConnectionWins() {
        connect(agent);
        var twin = agent.twin();

        connect(twin);

        assertThat(agent.awaitsClose()).isEqualTo(4409);
        assertThat(twin.isOpen()).isTrue();
    }

    @Test
    void sayingToBeWhatTheKeyIsNotIsRefused() {
        agent.open("/")
                .sendRaw("{\"type\":\"auth\",\"apiKey\":\"%s\",\"clientType\":\"gateway\"}".formatted(agent.apiKey()));

        assertThat(agent.awaitsClose()).isEqualTo(4401);
        assertThat(agent.messageTypes()).containsExactly("auth_error");
    }

    @Test
    void bothDialectsAreServedAtOnce() {
        connect(agent);
        gateway.connect();
        var tunnel = control.createTunnel(ControlApi.uniqueDomain(), agent);

        gateway.awaits("tunnel_create", data -> data.path("id").asText().equals(tunnel.toString()));
        await().until(() -> newest(agent).path("tunnels").size() == 1);
        assertThat(agent.messageTypes()).containsOnly("auth_success", "config_update");
    }

    @Test
    void heartbeatsSentSeveralTimesOverAreTaken() {
        connect(agent);

        for (var i = 0; i < 100; i++) {
            agent.sendRaw("{\"type\":\"status_update\",\"timestamp\":1,\"status\":\"online\"}");
        }
        agent.sendRaw("{\"type\":\"ping\",\"timestamp\":1}");

        agent.awaits("pong");
        assertThat(agent.messageTypes()).doesNotContain("error");
    }

    private static void connect(TestClient client) {
        client.open("/").sendRaw(auth(client, WireGuardKeyPair.generate().publicKey()));
        client.awaits("config_update");
        await().atMost(Duration.ofSeconds(10)).until(client::isOpen);
    }

    private static String auth(TestClient client, String publicKey) {
        return """
                {"type":"auth","timestamp":1764000000000,"apiKey":"%s","clientType":"%s","publicKey":"%s","publicIp":""}""".formatted(client.apiKey(), client.isAgent() ? "agent" : "gateway", publicKey);
    }

    private static JsonNode newest(TestClient client) {
        return client.messages("config_update").getLast().path("config");
    }

    private String status() {
        return control.get("/api/agents/" + agent.id()).text("status");
    }

    private JsonNode shown(String field) {
        return control.get("/api/agents/" + agent.id()).json().path(field);
    }
}
