package io.kakuremichi.control.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.harness.Bodies.AckBody;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The capability {@code proxy}. */
@ControlTest
class ProxyTest {
    private static final List<String> SEED_OF_AGENT = List.of("id", "domain", "target", "enabled");
    private static final List<String> SEED_OF_GATEWAY = List.of("id", "domain", "agentVirtualIp", "target", "enabled");

    private final ControlApi control = ControlApi.ofTest();
    private final TestClient agent = control.createAgent();
    private final TestClient gateway = control.createGateway();
    private final TestClient plainGateway = control.createGateway();

    @AfterEach
    void freeTheirPlaces() {
        control.delete("/api/gateways/" + gateway.id());
        control.delete("/api/gateways/" + plainGateway.id());
    }

    @Test
    void configurationsAndMessagesHaveTheFlags() {
        var first = createProxy();
        agent.openWith("proxy").awaitConfig();
        gateway.openWith("proxy").awaitConfig();
        for (var client : List.of(agent, gateway)) {
            assertThat(client.awaits("auth_success")
                            .path("data")
                            .path("capabilities")
                            .toString())
                    .isEqualTo("[\"proxy\"]");
            var item = tunnel(client.awaits("config").path("data").path("tunnels"), first);
            assertThat(item.path("httpProxyEnabled").asBoolean()).isTrue();
            assertThat(item.path("socksProxyEnabled").isBoolean()).isTrue();
            assertThat(item.path("socksProxyEnabled").asBoolean()).isFalse();
        }

        var second = createProxy();
        control.changeTunnel(second, Map.of("socksProxyEnabled", true));

        for (var client : List.of(agent, gateway)) {
            assertThat(client.awaits("tunnel_create")
                            .path("data")
                            .path("socksProxyEnabled")
                            .asBoolean())
                    .isFalse();
            assertThat(client.awaits("tunnel_update")
                            .path("data")
                            .path("socksProxyEnabled")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void othersGetTheFieldsOfTheSeedAndNoMessageForFlags() {
        var first = createProxy();
        agent.connect();
        plainGateway.connect();
        gateway.openWith("proxy").awaitConfig();
        assertFields(agent.awaits("config"), first, SEED_OF_AGENT);
        assertFields(plainGateway.awaits("config"), first, SEED_OF_GATEWAY);

        control.changeTunnel(first, Map.of("socksProxyEnabled", true));
        gateway.awaits("tunnel_update");
        var second = createProxy();
        control.changeTunnel(second, Map.of("target", "web:81", "httpProxyEnabled", false));

        assertThat(ControlApi.fields(plainGateway.awaits("tunnel_create").path("data")))
                .isEqualTo(SEED_OF_GATEWAY);
        assertThat(ControlApi.fields(agent.awaits("tunnel_create").path("data")))
                .isEqualTo(SEED_OF_AGENT);
        for (var client : List.of(agent, plainGateway)) {
            client.awaits("tunnel_update");
            assertThat(client.messageTypes())
                    .containsExactly("auth_success", "config", "tunnel_create", "tunnel_update");
        }
        assertThat(ControlApi.fields(agent.awaits("tunnel_update").path("data")))
                .isEqualTo(SEED_OF_AGENT);
    }

    @Test
    void clientThatIsNotSentFlagsIsUpToDateWithoutThem() {
        var tunnel = createProxy();
        agent.openWith("ack").awaitConfig();
        agent.send("config_ack", new AckBody(agent.revision(), true));

        control.changeTunnel(tunnel, Map.of("socksProxyEnabled", true));

        await().untilAsserted(() -> {
            assertThat(shown().path("revisionApplied").asLong()).isPositive().isGreaterThanOrEqualTo(wanted());
        });
        assertThat(agent.messageTypes()).containsExactly("auth_success", "config");

        agent.close();
        await().until(() -> shown().path("status").asText().equals("offline"));
        var withoutFlags = wanted();
        control.changeTunnel(tunnel, Map.of("socksProxyEnabled", false));
        gateway.openWith("proxy").awaitConfig();
        assertThat(wanted()).isEqualTo(withoutFlags);
        agent.openWith("proxy").awaitConfig();
        assertThat(wanted()).isGreaterThan(withoutFlags);
    }

    private long wanted() {
        return shown().path("revisionWanted").asLong();
    }

    private JsonNode shown() {
        return control.get("/api/agents/" + agent.id()).json();
    }

    @Test
    void resumingClientsGetWhatTheyMissedInTheirForm() {
        var tunnel = createProxy();
        agent.openWith("resume", "proxy").awaitConfig();
        plainGateway.openWith("resume").awaitConfig();
        for (var client : List.of(agent, plainGateway)) {
            // Confirms the private key: until then, each connection gets a configuration.
            client.heartbeat();
            client.awaitsHandled();
        }
        var revision = agent.revision();
        agent.cut();
        plainGateway.cut();

        control.changeTunnel(tunnel, Map.of("socksProxyEnabled", true));
        control.changeTunnel(tunnel, Map.of("enabled", false));
        agent.resume(agent.epoch(), revision, "resume", "proxy");
        plainGateway.resume(plainGateway.epoch(), plainGateway.revision(), "resume");

        await().untilAsserted(() ->
                assertThat(agent.messageTypes()).containsExactly("auth_success", "tunnel_update", "tunnel_update"));
        assertThat(agent.messages("tunnel_update")).allSatisfy(message -> assertThat(
                        message.path("data").path("socksProxyEnabled").asBoolean())
                .isTrue());
        assertThat(ControlApi.fields(plainGateway.awaits("tunnel_update").path("data")))
                .isEqualTo(SEED_OF_GATEWAY);
        assertThat(plainGateway.messages("tunnel_update")).hasSize(1);
    }

    private UUID createProxy() {
        return control.post("/api/tunnels", """
                        {"domain": "%s", "agentId": "%s", "target": "web:80", "httpProxyEnabled": true}""".formatted(ControlApi.uniqueDomain(), agent.id()))
                .expect(201)
                .uuid("id");
    }

    private static void assertFields(JsonNode config, UUID tunnel, List<String> fields) {
        assertThat(ControlApi.fields(tunnel(config.path("data").path("tunnels"), tunnel)))
                .isEqualTo(fields);
    }

    private static JsonNode tunnel(JsonNode tunnels, UUID id) {
        for (var tunnel : tunnels) {
            if (tunnel.path("id").asText().equals(id.toString())) {
                return tunnel;
            }
        }
        throw new AssertionError("no tunnel " + id);
    }
}
