package io.kakuremichi.control.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.harness.Bodies.TunnelBody;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The messages to clients when tunnels change, move to another agent, or are deleted. */
@ControlTest
class TunnelChangesTest {
    static final List<Map<String, ?>> CHANGES =
            List.of(Map.of("target", "db:5432"), Map.of("enabled", false), Map.of("domain", ControlApi.uniqueDomain()));

    private final ControlApi control = ControlApi.ofTest();
    private final TestClient owner = control.createAgent().connect();
    private final TestClient bystander = control.createAgent().connect();
    private final TestClient gateway = control.createGateway().connect();

    @AfterEach
    void freeTheirPlaces() {
        control.delete("/api/gateways/" + gateway.id());
    }

    @ParameterizedTest
    @FieldSource("CHANGES")
    void anUpdateCarriesTheWholeTunnel(Map<String, ?> change) {
        var tunnel = control.createTunnel(ControlApi.uniqueDomain(), owner);

        var stored = control.changeTunnel(tunnel, change);

        var toOwner = owner.awaits("tunnel_update").path("data");
        var toGateway = gateway.awaits("tunnel_update").path("data");
        for (var field : List.of("id", "domain", "target", "enabled")) {
            assertThat(toOwner.path(field)).isEqualTo(stored.json().path(field));
            assertThat(toGateway.path(field)).isEqualTo(stored.json().path(field));
        }
        assertThat(toGateway.path("agentVirtualIp")).isEqualTo(owner.created().path("virtualIp"));
    }

    @Test
    void aMoveIsADeleteForTheOldOwnerACreateForTheNewOneAndAnUpdateForGateways() {
        var tunnel = control.createTunnel(ControlApi.uniqueDomain(), owner);

        control.changeTunnel(tunnel, Map.of("agentId", bystander.id(), "target", "moved:80"));

        assertThat(owner.awaits("tunnel_delete").path("data").path("id").asText())
                .isEqualTo(tunnel.toString());
        assertThat(bystander.awaits("tunnel_create").path("data").path("target").asText())
                .isEqualTo("moved:80");
        var toGateway = gateway.awaits("tunnel_update").path("data");
        assertThat(toGateway.path("agentVirtualIp"))
                .isEqualTo(bystander.created().path("virtualIp"));
        control.deleteTunnel(tunnel);
        bystander.awaits("tunnel_delete");
        gateway.awaits("tunnel_delete");
        assertThat(changes(owner)).containsExactly("tunnel_create", "tunnel_delete");
        assertThat(changes(bystander)).containsExactly("tunnel_create", "tunnel_delete");
        assertThat(changes(gateway)).containsExactly("tunnel_create", "tunnel_update", "tunnel_delete");
    }

    @Test
    void deletingAnAgentDeletesItsTunnelsOneByOne() {
        var first = control.createTunnel(ControlApi.uniqueDomain(), owner);
        var second = control.createTunnel(ControlApi.uniqueDomain(), owner);
        var foreign = control.createTunnel(ControlApi.uniqueDomain(), bystander);

        control.delete("/api/agents/" + owner.id()).expect(200);

        assertThat(owner.awaitsClose()).isEqualTo(4403);
        gateway.awaits("config", data -> !data.findValuesAsText("id")
                .contains(owner.id().toString()));
        assertThat(gateway.messages("tunnel_delete"))
                .extracting(message ->
                        UUID.fromString(message.path("data").path("id").asText()))
                .containsExactlyInAnyOrder(first, second);
        assertThat(gateway.tunnels()).containsKey(foreign.toString()).doesNotContainKey(first.toString());
        assertThat(bystander.messages("tunnel_delete")).isEmpty();
    }

    @Test
    void aTunnelIsNoBusinessOfOtherAgents() {
        control.createTunnel(ControlApi.uniqueDomain(), owner);

        var own = control.createTunnel(ControlApi.uniqueDomain(), bystander);

        bystander.awaits("tunnel_create", data -> data.path("id").asText().equals(own.toString()));
        assertThat(changes(bystander)).containsExactly("tunnel_create");
    }

    @Test
    void whatRestRefusesIsToldToNobody() {
        var taken = ControlApi.uniqueDomain();
        control.createTunnel(taken, owner);
        var other = control.createTunnel(ControlApi.uniqueDomain(), owner);
        var before = revisionOf(gateway.awaits("tunnel_create", data -> isOf(data, other)), other);

        var creation = new TunnelBody(taken, bystander.id(), "web:80");
        control.post("/api/tunnels", creation).expect(409);
        control.patch("/api/tunnels/" + other, Map.of("domain", taken)).expect(409);
        control.patch("/api/tunnels/" + other, Map.of("target", "no port")).expect(400);

        var marker = control.createTunnel(ControlApi.uniqueDomain(), bystander);
        gateway.awaits("tunnel_create", data -> isOf(data, marker));
        bystander.awaits("tunnel_create", data -> isOf(data, marker));
        assertThat(changes(gateway)).containsOnly("tunnel_create").hasSize(3);
        assertThat(changes(bystander)).containsExactly("tunnel_create");
        assertThat(gateway.messages("tunnel_create").getLast().path("revision").longValue())
                .isEqualTo(before + 1);
    }

    @Test
    void aChangeToTheSameValuesIsToldToNobody() {
        var tunnel = control.createTunnel(ControlApi.uniqueDomain(), owner);

        control.changeTunnel(tunnel, Map.of("target", "localhost:8080", "enabled", true));

        control.deleteTunnel(tunnel);
        owner.awaits("tunnel_delete");
        assertThat(changes(owner)).containsExactly("tunnel_create", "tunnel_delete");
    }

    private static boolean isOf(JsonNode data, UUID tunnel) {
        return data.path("id").asText().equals(tunnel.toString());
    }

    private static long revisionOf(JsonNode message, UUID tunnel) {
        assertThat(isOf(message.path("data"), tunnel)).isTrue();
        return message.path("revision").longValue();
    }

    private static List<String> changes(TestClient client) {
        return client.messageTypes().stream()
                .filter(type -> type.startsWith("tunnel_"))
                .toList();
    }
}
