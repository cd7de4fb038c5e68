package io.kakuremichi.control.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.certificate.Certificates;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Certificates with long comments make configurations large, so that a few of them fill what the network holds. */
@ControlTest
@TestProfile(ShortLimits.class)
class SlowClientTest {
    private static final int LARGE_CERTIFICATES = 10;
    private static final int CONFIGS_THAT_FILL_THE_NETWORK = 15;
    private static final int UPDATES = 24;

    private final ControlApi control = ControlApi.ofTest();
    private final List<String> domains = new ArrayList<>();
    private final TestClient agent = control.createAgent();
    private TestClient slow;
    private TestClient quick;
    private UUID tunnel;

    @BeforeEach
    void connect() {
        quick = control.createGateway().connect().heartbeatEvery(Duration.ofMillis(300));
        for (var i = 0; i < LARGE_CERTIFICATES; i++) {
            var domain = ControlApi.uniqueDomain();
            domains.add(domain);
            tunnel = control.createTunnel(domain, agent);
            quick.sendRaw(
                    Certificates.ec().domain(domain).comment(200_000).make().message(domain));
            await().until(() -> control.get("/api/certificates/" + domain).status() == 200);
        }
        slow = control.createGateway().connect().heartbeatEvery(Duration.ofMillis(300));
    }

    @AfterEach
    void removeTheLargeCertificates() {
        slow.cut();
        quick.close();
        domains.forEach(domain -> control.delete("/api/certificates/" + domain).expect(200));
    }

    @Test
    void aClientThatCannotKeepUpGetsAFreshConfigForWhatItMissed() {
        slow.stopReading();
        fillTheNetwork();
        for (var i = 1; i <= UPDATES; i++) {
            control.changeTunnel(tunnel, Map.of("target", "localhost:" + i));
        }
        quick.awaits("tunnel_update", data -> target(data).equals("localhost:" + UPDATES));

        slow.resumeReading();

        var expected = quick.tunnels().get(tunnel.toString());
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(slow.tunnels().get(tunnel.toString())).isEqualTo(expected));
        assertThat(quick.messages("tunnel_update")).hasSize(UPDATES);
        assertThat(slow.messages("tunnel_update")).hasSizeLessThan(UPDATES);
        assertThat(slow.messages().getLast().path("type").asText()).isEqualTo("config");
        assertAscending(slow.messages().subList(1, slow.messages().size()));
        assertToldOfChangesAgain();
    }

    @Test
    void aClientThatTakesNothingIsClosedAndHoldsUpNobody() {
        slow.stopReading();
        fillTheNetwork();

        await().atMost(Duration.ofSeconds(30)).until(() -> status(slow).equals("offline"));

        assertThat(control.get("/api/clients?limit=1000").body())
                .doesNotContain(slow.id().toString());
        assertThat(status(quick)).isEqualTo("online");
        control.changeTunnel(tunnel, Map.of("target", "localhost:7"));
        quick.awaits("tunnel_update", data -> target(data).equals("localhost:7"));
        slow.resumeReading();
        assertThat(slow.awaitsClose()).isIn(4429, 1006);
    }

    /** Each rename is a configuration to every gateway; the quick one's tells that it is under way. */
    private void fillTheNetwork() {
        for (var i = 0; i < CONFIGS_THAT_FILL_THE_NETWORK; i++) {
            var name = ControlApi.uniqueName("renamed");
            control.patch("/api/agents/" + agent.id(), Map.of("name", name)).expect(200);
            quick.awaits(
                    "config",
                    data -> data.path("agents").findValuesAsText("name").contains(name));
        }
    }

    private void assertToldOfChangesAgain() {
        control.changeTunnel(tunnel, Map.of("target", "localhost:9"));
        slow.awaits("tunnel_update", data -> target(data).equals("localhost:9"));
    }

    private static void assertAscending(List<JsonNode> messages) {
        assertThat(messages.stream().map(message -> message.path("revision").longValue()))
                .isSorted();
    }

    private static String target(JsonNode data) {
        return data.path("target").asText();
    }

    private String status(TestClient gateway) {
        return control.get("/api/gateways/" + gateway.id()).text("status");
    }
}
