package io.kakuremichi.control.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes of agents and gateways, of which the others learn by a fresh configuration. */
@ControlTest
class PeerChangesTest {
    private final ControlApi control = ControlApi.ofTest();
    private final TestClient agent = control.createAgent().connect();
    private final TestClient gateway = control.createGateway().connect();

    @Inject
    ControlConfig config;

    @AfterEach
    void freeTheirPlaces() {
        control.delete("/api/gateways/" + gateway.id());
    }

    @Test
    void gatewaysLearnOfANewAgent() {
        var created = control.createAgent();

        var config = gateway.awaits("config", data -> peer(data, created.id()).isPresent());
        var item = peer(config.path("data"), created.id()).orElseThrow();
        for (var field : ControlApi.fields(item)) {
            assertThat(item.path(field)).isEqualTo(created.created().path(field));
        }
    }

    @Test
    void gatewaysAndTheAgentItselfLearnOfItsNewName() {
        var name = ControlApi.uniqueName("renamed");

        control.patch("/api/agents/" + agent.id(), Map.of("name", name)).expect(200);

        gateway.awaits(
                "config", data -> peer(data, agent.id()).filter(isNamed(name)).isPresent());
        agent.awaits("config", data -> isNamed(name).test(data.path("agent")));
    }

    @Test
    void gatewaysLearnOfADeletedAgent() {
        control.delete("/api/agents/" + agent.id()).expect(200);

        gateway.awaits("config", data -> peer(data, agent.id()).isEmpty());
    }

    @Test
    void manyChangesAreFewConfigsThatEndInTheNewestState() {
        var before = gateway.messages("config").size();
        var start = System.nanoTime();
        var name = "";
        for (var i = 0; i < 20; i++) {
            name = ControlApi.uniqueName("renamed");
            control.patch("/api/agents/" + agent.id(), Map.of("name", name)).expect(200);
        }

        var newest = name;
        gateway.awaits(
                "config", data -> peer(data, agent.id()).filter(isNamed(newest)).isPresent());
        var intervals = Duration.ofNanos(System.nanoTime() - start)
                .dividedBy(config.config().interval());
        assertThat(gateway.messages("config").size() - before).isLessThanOrEqualTo((int) intervals + 2);
        assertThat(peer(gateway.messages("config").getLast().path("data"), agent.id())
                        .filter(isNamed(newest)))
                .isPresent();
    }

    @Test
    void agentsLearnOfANewGateway() {
        var created = control.createGateway();

        var config = agent.awaits("config", data -> peer(data, created.id()).isPresent());
        assertThat(peer(config.path("data"), created.id()).orElseThrow().path("wireguardPublicKey"))
                .isEqualTo(created.created().path("wireguardPublicKey"));
    }

    @Test
    void agentsAndTheGatewayItselfLearnOfItsNewName() {
        var name = ControlApi.uniqueName("renamed");

        control.patch("/api/gateways/" + gateway.id(), Map.of("name", name)).expect(200);

        agent.awaits(
                "config", data -> peer(data, gateway.id()).filter(isNamed(name)).isPresent());
        gateway.awaits("config", data -> isNamed(name).test(data.path("gateway")));
    }

    @Test
    void agentsLearnOfADeletedGateway() {
        agent.awaits("config", data -> peer(data, gateway.id()).isPresent());
        var before = agent.messages().size();

        control.delete("/api/gateways/" + gateway.id()).expect(200);

        await().untilAsserted(() -> {
            assertThat(agent.messages()).hasSizeGreaterThan(before);
            assertThat(peer(agent.messages("config").getLast().path("data"), gateway.id()))
                    .isEmpty();
        });
    }

    @Test
    void agentsLearnOfAGatewaysAddressFromRest() {
        control.patch("/api/gateways/" + gateway.id(), Map.of("publicIp", "192.0.2.17"))
                .expect(200);

        agent.awaits("config", data -> hasAddress(data, "192.0.2.17"));
    }

    @ParameterizedTest
    @CsvSource({"203.0.113.9, 203.0.113.9", "2001:DB8:0:0::1, 2001:db8::1", "::ffff:192.0.2.5, 192.0.2.5"})
    void agentsLearnOfTheAddressThatAGatewayReports(String reported, String canonical) {
        gateway.open().send("auth", Map.of("apiKey", gateway.apiKey(), "publicIp", reported));

        gateway.awaits("auth_success");
        assertThat(storedAddress()).isEqualTo(canonical);
        agent.awaits("config", data -> hasAddress(data, canonical));
    }

    @Test
    void anEmptyAddressKeepsTheStoredOne() {
        control.patch("/api/gateways/" + gateway.id(), Map.of("publicIp", "192.0.2.18"))
                .expect(200);

        gateway.open().send("auth", Map.of("apiKey", gateway.apiKey(), "publicIp", ""));

        gateway.awaitConfig();
        assertThat(storedAddress()).isEqualTo("192.0.2.18");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway.example", "256.1.1.1", "192.0.2.1:51820", "fe80::1%eth0", "[::1]", " "})
    void whatIsNoAddressIsRefused(String reported) {
        gateway.open().send("auth", Map.of("apiKey", gateway.apiKey(), "publicIp", reported));

        assertThat(gateway.awaits("error").path("data").path("code").asText()).isEqualTo("INVALID_MESSAGE");
        assertThat(control.get("/api/gateways/" + gateway.id())
                        .json()
                        .path("publicIp")
                        .isNull())
                .isTrue();
        gateway.auth().awaitConfig();
    }

    @Test
    void aFlappingGatewayChangesNothing() {
        var before = agent.awaits("config", data -> peer(data, gateway.id()).isPresent())
                .path("revision")
                .longValue();

        gateway.close();
        gateway.connect();

        control.createTunnel(ControlApi.uniqueDomain(), agent);
        assertThat(agent.awaits("tunnel_create").path("revision").longValue()).isEqualTo(before + 1);
    }

    private String storedAddress() {
        return control.get("/api/gateways/" + gateway.id()).expect(200).text("publicIp");
    }

    private boolean hasAddress(JsonNode data, String address) {
        return peer(data, gateway.id())
                .filter(item -> item.path("publicIp").asText().equals(address))
                .isPresent();
    }

    private static Predicate<JsonNode> isNamed(String name) {
        return item -> item.path("name").asText().equals(name);
    }

    private static Optional<JsonNode> peer(JsonNode config, UUID id) {
        var peers = config.has("agents") ? config.path("agents") : config.path("gateways");
        return StreamSupport.stream(peers.spliterator(), false)
                .filter(item -> item.path("id").asText().equals(id.toString()))
                .findFirst();
    }
}
