package io.kakuremichi.control.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.certificate.Certificates;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients with {@code delta} learn of their peers by messages, and get no configuration but the first. */
@ControlTest
class DeltaTest {
    private final ControlApi control = ControlApi.ofTest();
    private final TestClient agent = withKeyConfirmed(control.createAgent());
    private final TestClient gateway = withKeyConfirmed(control.createGateway());

    @Inject
    MeterRegistry metrics;

    @AfterEach
    void noConfigurationButTheFirst() {
        control.delete("/api/gateways/" + gateway.id());
        assertThat(agent.messages("config")).hasSizeLessThanOrEqualTo(1);
        assertThat(gateway.messages("config")).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void grantsWhatItKnowsAndNothingElse() {
        agent.openWith("resume", "telepathy", "delta");

        assertThat(agent.awaits("auth_success").path("data").path("capabilities"))
                .isEqualTo(ControlApi.json("[\"delta\",\"resume\"]"));
    }

    @Test
    void gatewaysAreToldOfANewAgent() {
        gateway.openWith("delta").awaitConfig();

        var created = control.createAgent();

        var told = gateway.awaits("agent_create", isAbout(created.id()));
        assertThat(ControlApi.fields(told.path("data")))
                .containsExactlyInAnyOrder("id", "name", "virtualIp", "subnet", "wireguardPublicKey");
        for (var field : ControlApi.fields(told.path("data"))) {
            assertThat(told.path("data").path(field))
                    .isEqualTo(created.created().path(field));
        }
        assertThat(told.path("revision").longValue()).isPositive();
    }

    @Test
    void gatewaysAndTheAgentItselfAreToldItsNewName() {
        gateway.openWith("delta").awaitConfig();
        agent.openWith("delta").awaitConfig();
        var name = ControlApi.uniqueName("renamed");

        control.patch("/api/agents/" + agent.id(), Map.of("name", name)).expect(200);

        gateway.awaits("agent_update", isNamed(agent.id(), name));
        var own = agent.awaits("agent_update", isNamed(agent.id(), name)).path("data");
        assertThat(ControlApi.fields(own)).containsExactlyInAnyOrder("id", "name", "virtualIp", "subnet");
    }

    @Test
    void gatewaysAreToldOfADeletedAgentAfterItsTunnels() {
        gateway.openWith("delta").awaitConfig();
        var tunnel = control.createTunnel(ControlApi.uniqueDomain(), agent);

        control.delete("/api/agents/" + agent.id()).expect(200);

        var deleted = gateway.awaits("agent_delete", isAbout(agent.id()));
        assertThat(deleted.path("data")).isEqualTo(ControlApi.json("{\"id\":\"%s\"}".formatted(agent.id())));
        var types = gateway.messages().stream()
                .filter(message -> isAbout(tunnel).or(isAbout(agent.id())).test(message.path("data")))
                .map(message -> message.path("type").asText())
                .toList();
        assertThat(types).endsWith("tunnel_create", "tunnel_delete", "agent_delete");
    }

    @Test
    void agentsAreToldOfANewGatewayWithItsAddressInTheirOwnSubnet() {
        agent.openWith("delta").awaitConfig();

        var created = control.createGateway();

        var told = agent.awaits("gateway_create", isAbout(created.id())).path("data");
        assertThat(told.path("name")).isEqualTo(created.created().path("name"));
        assertThat(told.path("publicIp").isNull()).isTrue();
        assertThat(told.path("wireguardPublicKey")).isEqualTo(created.created().path("wireguardPublicKey"));
        var subnet = agent.created().path("subnet").asText();
        var host = created.created().path("hostNumber").asInt();
        assertThat(told.path("virtualIps"))
                .isEqualTo(ControlApi.json("[\"%s\"]".formatted(subnet.replaceFirst("0/24$", String.valueOf(host)))));
    }

    @Test
    void agentsAreToldOfAGatewaysNewAddressAndEnd() {
        agent.openWith("delta").awaitConfig();

        control.patch("/api/gateways/" + gateway.id(), Map.of("publicIp", "192.0.2.77"))
                .expect(200);
        control.delete("/api/gateways/" + gateway.id()).expect(200);

        agent.awaits("gateway_update", data -> data.path("publicIp").asText().equals("192.0.2.77"));
        agent.awaits("gateway_delete", isAbout(gateway.id()));
    }

    @Test
    void theGatewayItselfIsToldItsNewName() {
        gateway.openWith("delta").awaitConfig();
        var name = ControlApi.uniqueName("renamed");

        control.patch("/api/gateways/" + gateway.id(), Map.of("name", name)).expect(200);

        assertThat(gateway.awaits("gateway_update", isNamed(gateway.id(), name)).path("data"))
                .isEqualTo(ControlApi.json("{\"id\":\"%s\",\"name\":\"%s\"}".formatted(gateway.id(), name)));
    }

    @Test
    void certificatesAreToldToTheOtherGateways() {
        gateway.openWith("delta").awaitConfig();
        var reporter =
                withKeyConfirmed(control.createGateway()).openWith("delta").awaitConfig();
        var domain = ControlApi.uniqueDomain();
        control.createTunnel(domain, agent);

        reporter.send(
                "certificate_obtained", Certificates.ec().domain(domain).make().data(domain));

        var told = gateway.awaits("certificate_update", isFor(domain)).path("data");
        assertThat(ControlApi.fields(told))
                .containsExactlyInAnyOrder("domain", "certificate", "privateKey", "expiresAt");
        control.delete("/api/certificates/" + domain).expect(200);
        gateway.awaits("certificate_delete", isFor(domain));
        reporter.awaits("certificate_delete", isFor(domain));
        assertThat(reporter.messages("certificate_update"))
                .noneMatch(message -> isFor(domain).test(message.path("data")));
    }

    @Test
    void theTimeFromItsCommitToTheLastSocketIsMeasured() {
        gateway.openWith("delta").awaitConfig();
        var before = metrics.get("kakuremichi.fanout").timer().count();

        var created = control.createAgent();

        gateway.awaits("agent_create", isAbout(created.id()));
        await().until(() -> metrics.get("kakuremichi.fanout").timer().count() > before);
        assertThat(metrics.get("kakuremichi.fanout").timer().max(TimeUnit.SECONDS))
                .isBetween(0.0, 60.0);
    }

    @Test
    void clientsWithoutItStillGetAWholeConfiguration() {
        var plain = control.createGateway().connect();

        var created = control.createAgent();

        plain.awaits("config", data -> StreamSupport.stream(data.path("agents").spliterator(), false)
                .anyMatch(isAbout(created.id())));
        assertThat(plain.messageTypes()).doesNotContain("agent_create");
    }

    @Test
    void aNewKeyIsDeliveredByAConfigurationAllTheSame() {
        var rotating = withKeyConfirmed(control.createAgent()).openWith("delta").awaitConfig();

        control.post("/api/agents/" + rotating.id() + "/wireguard-key", null).expect(202);

        rotating.awaits("config", data -> data.path("agent").has("wireguardPrivateKey"));
    }

    /** Its first configuration delivers a key, and another one may follow when that is confirmed. */
    private static TestClient withKeyConfirmed(TestClient client) {
        client.openWith("ack").awaitConfig().send("config_ack", Map.of("success", true));
        client.awaitsHandled().close();
        return client;
    }

    private static Predicate<JsonNode> isAbout(UUID id) {
        return data -> data.path("id").asText().equals(id.toString());
    }

    private static Predicate<JsonNode> isNamed(UUID id, String name) {
        return isAbout(id).and(data -> data.path("name").asText().equals(name));
    }

    private static Predicate<JsonNode> isFor(String domain) {
        return data -> data.path("domain").asText().equals(domain);
    }
}
