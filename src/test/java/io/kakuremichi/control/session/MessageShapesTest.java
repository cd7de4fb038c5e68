package io.kakuremichi.control.session;

import static io.kakuremichi.control.harness.ControlApi.fields;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The fields of Control's messages: the basic ones, {@code revision}, and the additional ones in {@code auth_success}. */
@ControlTest
class MessageShapesTest {
    private final ControlApi control = ControlApi.ofTest();

    @Test
    void authSuccessOfAnAgent() {
        var agent = control.createAgent().connect();

        var message = agent.messages("auth_success").getFirst();
        assertThat(fields(message)).containsExactly("type", "data");
        assertAuthSuccess(message.path("data"), "agentId", agent.id());
    }

    @Test
    void authSuccessOfAGateway() {
        var gateway = control.createGateway().connect();

        var message = gateway.messages("auth_success").getFirst();
        assertThat(fields(message)).containsExactly("type", "data");
        assertAuthSuccess(message.path("data"), "gatewayId", gateway.id());
    }

    private static void assertAuthSuccess(JsonNode data, String idField, UUID id) {
        assertThat(fields(data))
                .containsExactlyInAnyOrder(
                        idField, "message", "heartbeatIntervalMs", "capabilities", "epoch", "resumed");
        assertThat(data.path(idField).asText()).isEqualTo(id.toString());
        assertThat(data.path("message").asText()).isEqualTo("Authentication successful");
        assertThat(data.path("heartbeatIntervalMs").longValue()).isEqualTo(30_000);
        assertThat(data.path("capabilities").isArray()).isTrue();
        assertThat(data.path("capabilities")).isEmpty();
        assertThat(UUID.fromString(data.path("epoch").asText())).isNotNull();
        assertThat(data.path("resumed").isBoolean()).isTrue();
        assertThat(data.path("resumed").booleanValue()).isFalse();
    }

    @Test
    void theEpochIsTheSameForEveryClient() {
        var agent = control.createAgent().connect();
        var gateway = control.createGateway().connect();

        assertThat(agent.awaits("auth_success").path("data").path("epoch"))
                .isEqualTo(gateway.awaits("auth_success").path("data").path("epoch"));
    }

    @Test
    void configOfAnAgent() {
        var gateway = control.createGateway();
        var agent = control.createAgent();
        var domain = ControlApi.uniqueDomain();
        var tunnel = control.createTunnel(domain, agent);

        agent.connect();

        var message = agent.messages("config").getFirst();
        var data = message.path("data");
        assertThat(fields(message)).containsExactly("type", "data", "revision");
        assertThat(message.path("revision").isIntegralNumber()).isTrue();
        assertThat(fields(data)).containsExactlyInAnyOrder("agent", "gateways", "tunnels");
        assertThat(fields(data.path("agent")))
                .containsExactlyInAnyOrder("id", "name", "virtualIp", "subnet", "wireguardPrivateKey");
        assertThat(text(data.path("agent"), "name", "virtualIp", "subnet"))
                .isEqualTo(text(agent.created(), "name", "virtualIp", "subnet"));
        assertThat(data.path("gateways")).allSatisfy(item -> assertThat(fields(item))
                .containsExactlyInAnyOrder("id", "name", "publicIp", "wireguardPublicKey", "virtualIps"));
        assertThat(text(itemOf(data.path("gateways"), gateway.id()), "name", "wireguardPublicKey"))
                .isEqualTo(text(gateway.created(), "name", "wireguardPublicKey"));
        assertThat(data.path("tunnels"))
                .containsExactly(ControlApi.json(
                        "{\"id\":\"%s\",\"domain\":\"%s\",\"target\":\"localhost:8080\",\"enabled\":true}"
                                .formatted(tunnel, domain)));
    }

    @Test
    void configOfAGateway() {
        var agent = control.createAgent();
        var tunnel = control.createTunnel(ControlApi.uniqueDomain(), agent);

        var gateway = control.createGateway().connect();

        var message = gateway.messages("config").getFirst();
        var data = message.path("data");
        assertThat(fields(message)).containsExactly("type", "data", "revision");
        assertThat(fields(data)).containsExactlyInAnyOrder("gateway", "agents", "tunnels", "certificates");
        assertThat(fields(data.path("gateway"))).containsExactlyInAnyOrder("id", "name", "wireguardPrivateKey");
        assertThat(text(data.path("gateway"), "id", "name")).isEqualTo(text(gateway.created(), "id", "name"));
        assertThat(data.path("agents")).allSatisfy(item -> assertThat(fields(item))
                .containsExactlyInAnyOrder("id", "name", "virtualIp", "subnet", "wireguardPublicKey"));
        assertThat(itemOf(data.path("agents"), agent.id()).path("wireguardPublicKey"))
                .isEqualTo(agent.created().path("wireguardPublicKey"));
        assertThat(data.path("tunnels")).allSatisfy(item -> assertThat(fields(item))
                .containsExactlyInAnyOrder("id", "domain", "agentVirtualIp", "target", "enabled"));
        assertThat(itemOf(data.path("tunnels"), tunnel).path("agentVirtualIp"))
                .isEqualTo(agent.created().path("virtualIp"));
    }

    @Test
    void aGatewayIsListedWithItsOneAddressInTheAgentsSubnet() {
        var gateway = control.createGateway();

        var agent = control.createAgent().connect();

        var subnet = agent.created().path("subnet").asText();
        var address = subnet.substring(0, subnet.lastIndexOf('.') + 1)
                + gateway.created().path("hostNumber").asInt();
        var addresses = itemOf(agent.awaits("config").path("data").path("gateways"), gateway.id())
                .path("virtualIps");
        assertThat(addresses).singleElement().isEqualTo(ControlApi.json('"' + address + '"'));
    }

    @Test
    void tunnelMessagesToTheOwnerAndToGateways() {
        var agent = control.createAgent().connect();
        var gateway = control.createGateway().connect();

        var tunnel = control.createTunnel(ControlApi.uniqueDomain(), agent);
        control.changeTunnel(tunnel, Map.of("enabled", false));
        control.deleteTunnel(tunnel);

        for (var type : new String[] {"tunnel_create", "tunnel_update"}) {
            var toAgent = agent.awaits(type);
            var toGateway = gateway.awaits(type);
            assertThat(fields(toAgent)).containsExactly("type", "data", "revision");
            assertThat(fields(toGateway)).containsExactly("type", "data", "revision");
            assertThat(fields(toAgent.path("data"))).containsExactlyInAnyOrder("id", "domain", "target", "enabled");
            assertThat(fields(toGateway.path("data")))
                    .containsExactlyInAnyOrder("id", "domain", "agentVirtualIp", "target", "enabled");
            assertThat(toAgent.path("revision")).isEqualTo(toGateway.path("revision"));
        }
        for (var client : new TestClient[] {agent, gateway}) {
            var delete = client.awaits("tunnel_delete");
            assertThat(fields(delete)).containsExactly("type", "data", "revision");
            assertThat(delete.path("data")).isEqualTo(ControlApi.json("{\"id\":\"" + tunnel + "\"}"));
        }
    }

    @Test
    void errors() {
        var agent = control.createAgent().open();

        agent.sendRaw("?");

        var error = agent.awaits("error");
        assertThat(fields(error)).containsExactly("type", "data");
        assertThat(fields(error.path("data"))).containsExactlyInAnyOrder("code", "message");
    }

    private static JsonNode itemOf(JsonNode items, UUID id) {
        for (var item : items) {
            if (item.path("id").asText().equals(id.toString())) {
                return item;
            }
        }
        throw new AssertionError(id + " is not among " + items);
    }

    private static List<String> text(JsonNode object, String... names) {
        return Arrays.stream(names).map(name -> object.path(name).asText()).toList();
    }
}
