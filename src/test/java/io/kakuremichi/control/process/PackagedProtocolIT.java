package io.kakuremichi.control.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.certificate.Certificates;
import io.kakuremichi.control.harness.Bodies.AuthBody;
import io.kakuremichi.control.harness.Bodies.StatusBody;
import io.kakuremichi.control.harness.Bodies.StatusItem;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.TestClient;
import io.kakuremichi.control.network.WireGuardKeyPair;
import io.kakuremichi.control.protocol.ClientMessage;
import io.kakuremichi.control.protocol.ControlMessage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Both dialects with the packaged Control, jar or binary: every message once, in each direction. A record that a binary can't reflect
 * on would be written as an empty object, so each is looked into.
 */
@QuarkusIntegrationTest
@WithTestResource(PackagedControl.class)
class PackagedProtocolIT {
    private static final String WIREGUARD_KEY = "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=";

    /** Who hears it, and as what. */
    private static final Map<Class<?>, String> OF_CONTROL = Map.ofEntries(
            Map.entry(ControlMessage.AuthSuccess.class, "agent auth_success"),
            Map.entry(ControlMessage.AuthError.class, "stranger auth_error"),
            Map.entry(ControlMessage.Enrolled.class, "stranger enrolled"),
            Map.entry(ControlMessage.Fault.class, "agent error"),
            Map.entry(ControlMessage.AgentConfig.class, "agent config"),
            Map.entry(ControlMessage.GatewayConfig.class, "gateway config"),
            Map.entry(ControlMessage.AgentTunnelCreate.class, "agent tunnel_create"),
            Map.entry(ControlMessage.AgentTunnelUpdate.class, "agent tunnel_update"),
            Map.entry(ControlMessage.GatewayTunnelCreate.class, "gateway tunnel_create"),
            Map.entry(ControlMessage.GatewayTunnelUpdate.class, "gateway tunnel_update"),
            Map.entry(ControlMessage.TunnelDelete.class, "agent tunnel_delete"),
            Map.entry(ControlMessage.AgentPeerCreate.class, "gateway agent_create"),
            Map.entry(ControlMessage.AgentPeerUpdate.class, "gateway agent_update"),
            Map.entry(ControlMessage.AgentPeerDelete.class, "gateway agent_delete"),
            Map.entry(ControlMessage.AgentSelfUpdate.class, "agent agent_update"),
            Map.entry(ControlMessage.GatewayPeerCreate.class, "agent gateway_create"),
            Map.entry(ControlMessage.GatewayPeerUpdate.class, "agent gateway_update"),
            Map.entry(ControlMessage.GatewayPeerDelete.class, "agent gateway_delete"),
            Map.entry(ControlMessage.GatewaySelfUpdate.class, "gateway gateway_update"),
            Map.entry(ControlMessage.CertificateUpdate.class, "gateway certificate_update"),
            Map.entry(ControlMessage.CertificateDelete.class, "gateway certificate_delete"),
            Map.entry(ControlMessage.Pong.class, "flat pong"),
            Map.entry(ControlMessage.ConfigUpdate.class, "flat config_update"));

    private static final Map<Class<?>, String> OF_CLIENTS = Map.of(
            ClientMessage.Auth.class, "agent auth",
            ClientMessage.Heartbeat.class, "agent heartbeat",
            ClientMessage.Status.class, "agent status",
            ClientMessage.CertificateObtained.class, "gateway certificate_obtained",
            ClientMessage.ConfigAck.class, "agent config_ack",
            ClientMessage.Ping.class, "flat ping",
            ClientMessage.Condition.class, "flat status_update");

    private final TreeSet<String> heard = new TreeSet<>();
    private final TreeSet<String> said = new TreeSet<>();
    private PackagedControl.Running control;

    @Test
    void everyMessageOfBothDialectsIsSpoken() {
        seedsDialect();
        enrollment();
        deltas();
        flatDialect();

        assertThat(OF_CONTROL.keySet()).containsExactlyInAnyOrderElementsOf(kinds(ControlMessage.class));
        assertThat(OF_CLIENTS.keySet()).containsExactlyInAnyOrderElementsOf(kinds(ClientMessage.class));
        assertThat(heard).containsAll(OF_CONTROL.values());
        assertThat(said).containsAll(OF_CLIENTS.values());
    }

    private void seedsDialect() {
        var gateway = control.api().createGateway();
        var agent = control.api().createAgent();
        say(agent.open(), "auth", new AuthBody(agent.apiKey(), List.of("ack")));
        hear(agent, "auth_success", "agentId", "epoch", "heartbeatIntervalMs");
        hear(agent, "config", "agent", "gateways", "tunnels");
        gateway.connect();
        hear(gateway, "config", "gateway", "agents", "tunnels", "certificates");
        say(agent, "heartbeat", Map.of("timestamp", 1));

        var domain = ControlApi.uniqueDomain();
        var tunnel = control.api().createTunnel(domain, agent);
        hear(agent, "tunnel_create", "id", "domain", "target", "enabled");
        hear(gateway, "tunnel_create", "id", "domain", "agentVirtualIp", "target", "enabled");
        say(agent, "status", new StatusBody(new StatusItem(domain, "active")));
        await().until(() ->
                "active".equals(control.api().get("/api/tunnels/" + tunnel).text("reportedStatus")));
        control.api().changeTunnel(tunnel, Map.of("enabled", false));
        hear(agent, "tunnel_update", "id", "domain", "target", "enabled");
        hear(gateway, "tunnel_update", "id", "domain", "agentVirtualIp", "target", "enabled");
        var revision = agent.revision();
        say(agent, "config_ack", Map.of("revision", revision, "success", false, "error", "wg0: file exists"));
        await().until(() ->
                control.api().get("/api/agents/" + agent.id()).body().contains("wg0: file exists"));
        control.api().deleteTunnel(tunnel);
        hear(agent, "tunnel_delete", "id");
        hear(gateway, "tunnel_delete", "id");

        say(agent, "teleport", Map.of());
        hear(agent, "error", "code", "message");
        var stranger = control.api().stranger().open("/ws?type=agent");
        say(stranger, "auth", Map.of("apiKey", "agt_00000000000000000000000000000000"));
        hear(stranger, "auth_error", "message");
        assertThat(stranger.awaitsClose()).isEqualTo(4401);
    }

    private void enrollment() {
        var key = control.api()
                .post("/api/enrollment-keys", Map.of("name", ControlApi.uniqueName("key"), "type", "agent"))
                .expect(201)
                .text("key");
        var stranger = control.api().stranger().open("/ws?type=agent");
        var publicKey = WireGuardKeyPair.generate().publicKey();
        say(stranger, "auth", Map.of("enrollmentKey", key, "publicKey", publicKey));
        hear(stranger, "enrolled", "id", "apiKey");
    }

    private void deltas() {
        var agent = control.api().createAgent();
        var gateway = control.api().createGateway();
        agent.openWith("delta").awaitConfig();
        gateway.openWith("delta").awaitConfig();

        var otherAgent = control.api().createAgent();
        hear(gateway, "agent_create", "id", "name", "virtualIp", "subnet", "wireguardPublicKey");
        var otherGateway = control.api().createGateway();
        hear(agent, "gateway_create", "id", "name", "wireguardPublicKey", "virtualIps");
        rename("agents", agent);
        hear(agent, "agent_update", "id", "name", "virtualIp", "subnet");
        hear(gateway, "agent_update", "id", "name", "virtualIp", "subnet", "wireguardPublicKey");
        rename("gateways", gateway);
        hear(gateway, "gateway_update", "id", "name");
        hear(agent, "gateway_update", "id", "name", "wireguardPublicKey", "virtualIps");

        var domain = ControlApi.uniqueDomain();
        control.api().createTunnel(domain, agent);
        otherGateway.connect();
        say(
                otherGateway,
                "certificate_obtained",
                Certificates.rsa().domain(domain).make().data(domain));
        hear(gateway, "certificate_update", "domain", "certificate", "privateKey", "expiresAt");
        control.api().delete("/api/certificates/" + domain).expect(200);
        hear(gateway, "certificate_delete", "domain");

        control.api().delete("/api/agents/" + otherAgent.id()).expect(200);
        hear(gateway, "agent_delete", "id");
        control.api().delete("/api/gateways/" + otherGateway.id()).expect(200);
        hear(agent, "gateway_delete", "id");
    }

    private void rename(String resource, TestClient client) {
        control.api()
                .patch("/api/" + resource + "/" + client.id(), Map.of("name", ControlApi.uniqueName("renamed")))
                .expect(200);
    }

    private void flatDialect() {
        for (var created : List.of(control.api().createAgent(), control.api().createGateway())) {
            var type = created.isAgent() ? "agent" : "gateway";
            if (created.isAgent()) {
                control.api().createTunnel(ControlApi.uniqueDomain(), created);
            }
            var client = control.api().stranger().open("/");
            sayFlat(client, """
                    {"type":"auth","timestamp":1,"apiKey":"%s","clientType":"%s","publicKey":"%s","publicIp":""}""".formatted(
                            created.apiKey(), type, WIREGUARD_KEY.replace('h', created.isAgent() ? 'h' : 'i')));
            var success = client.awaits("auth_success");
            assertThat(success.path("clientId").asText()).isEqualTo(created.id().toString());
            var update = client.awaits("config_update").path("config");
            assertThat(update.path(created.isAgent() ? "agent" : "agents").toString())
                    .contains("wireguardPublicKey");
            assertThat(ControlApi.fields(update)).contains("tunnels", "proxyConfig");
            heard.add("flat config_update");
            sayFlat(client, "{\"type\":\"ping\",\"timestamp\":1}");
            assertThat(client.awaits("pong").path("timestamp").isIntegralNumber())
                    .isTrue();
            heard.add("flat pong");
            sayFlat(client, "{\"type\":\"status_update\",\"timestamp\":1,\"status\":\"online\",\"metadata\":{}}");
            sayFlat(client, "{\"type\":\"config_ack\",\"timestamp\":1,\"success\":true}");
            sayFlat(client, "{\"type\":\"teleport\",\"timestamp\":1}");
            assertThat(client.awaits("error").path("error").asText()).contains("teleport");
        }
    }

    private void say(TestClient client, String type, Object data) {
        client.send(type, data);
        said.add(kind(client) + " " + type);
    }

    private void sayFlat(TestClient client, String message) {
        client.sendRaw(message);
        said.add("flat " + ControlApi.json(message).path("type").asText());
    }

    private void hear(TestClient client, String type, String... fields) {
        var data = client.awaits(type).path("data");
        assertThat(ControlApi.fields(data)).as(type).contains(fields);
        heard.add(kind(client) + " " + type);
    }

    private static String kind(TestClient client) {
        return client.toString().replaceFirst(" .*", "");
    }

    private static List<Class<?>> kinds(Class<?> sealed) {
        return Stream.<Class<?>>of(sealed.getPermittedSubclasses())
                .flatMap(type -> type.isSealed() ? kinds(type).stream() : Stream.of(type))
                .toList();
    }
}
