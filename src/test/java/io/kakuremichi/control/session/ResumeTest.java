package io.kakuremichi.control.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients with {@code resume} are sent what they missed, and nothing else. */
@ControlTest
class ResumeTest {
    private static final String[] ALL = {"delta", "resume", "ack"};

    private final ControlApi control = ControlApi.ofTest();
    private final TestClient agent = control.createAgent();
    private final TestClient gateway = control.createGateway();
    private String epoch;
    private long revision;

    /** Their keys are delivered, and both were there a moment ago. */
    @BeforeEach
    void bothWereConnected() {
        control.createTunnel(ControlApi.uniqueDomain(), agent);
        for (var client : List.of(agent, gateway)) {
            client.openWith(ALL).awaitConfig().send("config_ack", Map.of("success", true));
            client.awaitsHandled();
        }
        epoch = gateway.epoch();
        revision = gateway.revision();
        agent.close();
        gateway.close();
    }

    @AfterEach
    void freeItsPlace() {
        control.delete("/api/gateways/" + gateway.id());
    }

    @Test
    void whoMissedNothingIsSentNothing() {
        agent.resume(epoch, revision, ALL);

        assertThat(resumed(agent)).isTrue();
        var tunnel = control.createTunnel(ControlApi.uniqueDomain(), agent);
        agent.awaits("tunnel_create", data -> data.path("id").asText().equals(tunnel.toString()));
        assertThat(agent.messageTypes()).containsExactly("auth_success", "tunnel_create");
    }

    @Test
    void theMissedChangesComeInOrderEachWithItsRevision() {
        var tunnel = control.createTunnel(ControlApi.uniqueDomain(), agent);
        control.changeTunnel(tunnel, Map.of("enabled", false));
        control.deleteTunnel(tunnel);

        gateway.resume(epoch, revision, ALL);

        gateway.awaits("tunnel_delete");
        assertThat(resumed(gateway)).isTrue();
        var told = about(gateway, tunnel);
        assertThat(told)
                .extracting(ResumeTest::type)
                .containsExactly("tunnel_create", "tunnel_update", "tunnel_delete");
        assertThat(told).extracting(ResumeTest::revision).isSorted().doesNotHaveDuplicates();
        assertThat(told.getFirst().path("revision").longValue()).isGreaterThan(revision);
        assertThat(gateway.messageTypes()).doesNotContain("config");
    }

    @Test
    void anAgentIsSentItsOwnTunnelsAndThePeersItMissed() {
        var another = control.createAgent();
        control.createTunnel(ControlApi.uniqueDomain(), another);
        var own = control.createTunnel(ControlApi.uniqueDomain(), agent);
        control.patch("/api/gateways/" + gateway.id(), Map.of("publicIp", "192.0.2.88"))
                .expect(200);

        agent.resume(epoch, revision, ALL);

        var peer = agent.awaits("gateway_update").path("data");
        assertThat(peer.path("publicIp").asText()).isEqualTo("192.0.2.88");
        assertThat(peer.path("virtualIps")).hasSize(1);
        assertThat(agent.messages("tunnel_create")).singleElement().satisfies(message -> assertThat(
                        message.path("data").path("id").asText())
                .isEqualTo(own.toString()));
    }

    @Test
    void aTunnelThatMovedAwayAndAnAgentThatIsGoneAreToldAsTheyHappened() {
        var another = control.createAgent();
        var tunnel = control.createTunnel(ControlApi.uniqueDomain(), agent);
        control.changeTunnel(tunnel, Map.of("agentId", another.id()));
        control.delete("/api/agents/" + another.id()).expect(200);

        agent.resume(epoch, revision, ALL);
        gateway.resume(epoch, revision, ALL);

        agent.awaits("tunnel_delete");
        assertThat(about(agent, tunnel)).extracting(ResumeTest::type).containsExactly("tunnel_create", "tunnel_delete");
        gateway.awaits("agent_delete");
        assertThat(about(gateway, tunnel))
                .extracting(ResumeTest::type)
                .containsExactly("tunnel_create", "tunnel_update", "tunnel_delete");
        assertThat(about(gateway, another.id()))
                .extracting(ResumeTest::type)
                .containsExactly("agent_create", "agent_delete");
    }

    @Test
    void moreThanAnOutboxHoldsIsSentAsWell() {
        var tunnel = control.createTunnel(ControlApi.uniqueDomain(), agent);
        for (var i = 0; i < 300; i++) {
            control.changeTunnel(tunnel, Map.of("target", "web:" + (1000 + i)));
        }

        gateway.resume(epoch, revision, ALL);

        gateway.awaits("tunnel_update", data -> data.path("target").asText().equals("web:1299"));
        assertThat(about(gateway, tunnel)).hasSize(301);
        assertThat(gateway.messageTypes()).doesNotContain("config");
    }

    @Test
    void aRevisionOfAnotherEpochIsNothingToGoOnFrom() {
        gateway.resume(UUID.randomUUID().toString(), revision, ALL);

        assertStartsAnew();
    }

    @Test
    void aRevisionThatDoesNotExistIsNothingToGoOnFrom() {
        gateway.resume(epoch, revision + 1_000_000, ALL);

        assertStartsAnew();
    }

    @Test
    void withoutTheCapabilityAWholeConfigurationIsSent() {
        gateway.resume(epoch, revision, "delta");

        assertStartsAnew();
    }

    @Test
    void whatNoMessageCarriesNeedsAWholeConfiguration() {
        control.createAgent();

        gateway.resume(epoch, revision, "resume");

        assertStartsAnew();
    }

    @Test
    void tunnelsAloneAreResumedWithoutDeltas() {
        var tunnel = control.createTunnel(ControlApi.uniqueDomain(), agent);

        agent.resume(epoch, revision, "resume");

        agent.awaits("tunnel_create");
        assertThat(resumed(agent)).isTrue();
        assertThat(about(agent, tunnel)).hasSize(1);
    }

    /** No message carries a tunnel's proxies, so that nothing can be missed. */
    @Test
    void aTunnelThatBecameAProxyIsNothingToSend() {
        var tunnel = control.createTunnel(ControlApi.uniqueDomain(), agent);
        control.changeTunnel(tunnel, Map.of("httpProxyEnabled", true));

        agent.resume(epoch, revision, ALL);
        var created = agent.awaits("tunnel_create").path("revision");
        agent.send("config_ack", Map.of("success", true, "revision", created.longValue()));

        assertThat(resumed(agent)).isTrue();
        await().untilAsserted(() -> {
            var state = control.get("/api/agents/" + agent.id()).json();
            assertThat(state.path("revisionWanted").longValue()).isEqualTo(created.longValue());
            assertThat(state.path("revisionApplied").longValue()).isGreaterThanOrEqualTo(created.longValue());
        });
        agent.awaitsHandled();
        assertThat(agent.messageTypes()).doesNotContain("config", "tunnel_update");
    }

    @Test
    void aKeyThatWasNotDeliveredNeedsAWholeConfiguration() {
        control.post("/api/gateways/" + gateway.id() + "/wireguard-key", null).expect(202);

        gateway.resume(epoch, revision, ALL);

        assertStartsAnew();
        assertThat(gateway.awaits("config").path("data").path("gateway").has("wireguardPrivateKey"))
                .isTrue();
    }

    @Test
    void whoShowsItsKeyWithTheHandshakeAsksInTheQuery() {
        var tunnel = control.createTunnel(ControlApi.uniqueDomain(), agent);

        agent.openWithBearer("/ws?type=agent&capabilities=delta,resume,ack&resume=%s:%d".formatted(epoch, revision));

        agent.awaits("tunnel_create");
        assertThat(resumed(agent)).isTrue();
        assertThat(about(agent, tunnel)).hasSize(1);
        assertThat(agent.awaits("auth_success").path("data").path("capabilities"))
                .hasSize(3);
    }

    @Test
    void whoResumedIsUpToDate() {
        agent.resume(epoch, revision, ALL);

        assertThat(resumed(agent)).isTrue();
        await().untilAsserted(() -> {
            var shown = control.get("/api/agents/" + agent.id()).json();
            assertThat(shown.path("revisionApplied").longValue()).isEqualTo(revision);
            assertThat(shown.path("revisionWanted").longValue()).isLessThanOrEqualTo(revision);
        });
    }

    /** Else a client that is cut off between the two would resume behind a configuration that it never received. */
    @Test
    void noMessageOvertakesTheConfigurationOfAnEarlierChange() {
        gateway.openWith("resume", "ack").awaitConfig();

        var last = UUID.randomUUID();
        for (var i = 0; i < 5; i++) {
            control.createAgent();
            last = control.createTunnel(ControlApi.uniqueDomain(), control.createAgent());
        }

        var newest = last.toString();
        await().until(() -> gateway.messages().stream()
                .anyMatch(message -> message.toString().contains(newest)));
        var agents = Set.<String>of();
        for (var message : gateway.messages()) {
            if (type(message).equals("config")) {
                agents = Set.copyOf(message.path("data").path("agents").findValuesAsText("virtualIp"));
            } else if (type(message).equals("tunnel_create")) {
                assertThat(agents)
                        .contains(message.path("data").path("agentVirtualIp").asText());
            }
        }
    }

    /** It is promised a message for every tunnel, and needs no revision to be complete. */
    @Test
    void clientThatCannotResumeGetsAMessageForEveryTunnel() {
        gateway.openWith("ack").awaitConfig();

        var tunnels = new ArrayList<UUID>();
        for (var i = 0; i < 5; i++) {
            control.createAgent();
            tunnels.add(control.createTunnel(ControlApi.uniqueDomain(), control.createAgent()));
        }

        await().untilAsserted(() -> assertThat(gateway.messages().stream()
                        .filter(message -> type(message).equals("tunnel_create"))
                        .map(message ->
                                UUID.fromString(message.path("data").path("id").asText())))
                .containsExactlyElementsOf(tunnels));
    }

    private void assertStartsAnew() {
        gateway.awaits("config");
        assertThat(resumed(gateway)).isFalse();
        assertThat(gateway.messageTypes()).startsWith("auth_success", "config");
    }

    private static boolean resumed(TestClient client) {
        return client.awaits("auth_success").path("data").path("resumed").booleanValue();
    }

    private static List<JsonNode> about(TestClient client, UUID id) {
        return client.messages().stream()
                .filter(message -> message.path("data").path("id").asText().equals(id.toString()))
                .toList();
    }

    private static String type(JsonNode message) {
        return message.path("type").asText();
    }

    private static long revision(JsonNode message) {
        return message.path("revision").longValue();
    }
}
