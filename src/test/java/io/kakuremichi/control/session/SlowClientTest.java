package io.kakuremichi.control.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.certificate.Certificates;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.RawClient;
import io.kakuremichi.control.harness.TestClient;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Certificates with long comments make a configuration larger than what the network holds for a client that does not read. */
@ControlTest
@TestProfile(LowLimits.class)
class SlowClientTest {
    private static final int LARGE_CERTIFICATES = 5;
    private static final int CERTIFICATE_CHARACTERS = 200_000;
    private static final int ROOM_FOR_UNREAD_BYTES = 16_384;
    private static final int UPDATES = LowLimits.OUTBOUND_QUEUE + 8;

    private final ControlApi control = ControlApi.ofTest();
    private final List<String> domains = new ArrayList<>();
    private final TestClient agent = control.createAgent();
    private TestClient quick;
    private UUID tunnel;

    @BeforeEach
    void makeConfigurationsLarge() {
        quick = control.createGateway().connect().heartbeatEvery(Duration.ofSeconds(1));
        for (var i = 0; i < LARGE_CERTIFICATES; i++) {
            var domain = ControlApi.uniqueDomain();
            domains.add(domain);
            tunnel = control.createTunnel(domain, agent);
            quick.sendRaw(Certificates.ec()
                    .domain(domain)
                    .comment(CERTIFICATE_CHARACTERS)
                    .make()
                    .message(domain));
            await().until(() -> control.get("/api/certificates/" + domain).status() == 200);
        }
    }

    @AfterEach
    void removeTheLargeCertificates() {
        quick.close();
        domains.forEach(domain -> control.delete("/api/certificates/" + domain).expect(200));
    }

    @Test
    void aClientThatCannotKeepUpGetsAFreshConfigForWhatItMissed() throws IOException {
        try (var slow = RawClient.openNarrow(control, "/ws?type=gateway", ROOM_FOR_UNREAD_BYTES)) {
            slow.text("{\"type\":\"auth\",\"data\":{\"apiKey\":\"%s\"}}"
                            .formatted(control.createGateway().apiKey()))
                    .awaits("\"config\"");
            fillTheNetwork();
            for (var i = 1; i <= UPDATES; i++) {
                control.changeTunnel(tunnel, Map.of("target", target(i)));
                // It does not read, but it is alive.
                slow.text("{\"type\":\"heartbeat\",\"data\":{}}");
            }
            quick.awaits("tunnel_update", this::isOfLastTarget);

            var read = readUntilTheLastTarget(slow);

            assertThat(quick.messages("tunnel_update")).hasSize(UPDATES);
            assertThat(read.stream().filter(message -> isOf(message, "tunnel_update")))
                    .hasSizeLessThan(UPDATES);
            assertThat(isOf(read.getLast(), "config")).isTrue();
            assertThat(read.stream().map(message -> message.path("revision").longValue()))
                    .isSorted();
            control.changeTunnel(tunnel, Map.of("target", target(0)));
            var next = slow.message();
            assertThat(isOf(next, "tunnel_update")).isTrue();
            assertThat(next.path("data").path("target").asText()).isEqualTo(target(0));
        }
    }

    /** A rename is a configuration to every gateway; the quick one's tells that it is under way. */
    private void fillTheNetwork() {
        var name = ControlApi.uniqueName("renamed");
        control.patch("/api/agents/" + agent.id(), Map.of("name", name)).expect(200);
        quick.awaits(
                "config", data -> data.path("agents").findValuesAsText("name").contains(name));
    }

    private List<JsonNode> readUntilTheLastTarget(RawClient client) throws IOException {
        var read = new ArrayList<JsonNode>();
        do {
            read.add(client.message());
        } while (!tellsOfTheLastTarget(read.getLast()));
        return read;
    }

    private boolean tellsOfTheLastTarget(JsonNode message) {
        var data = message.path("data");
        for (var each : data.path("tunnels")) {
            if (isOfLastTarget(each)) {
                return true;
            }
        }
        return isOfLastTarget(data);
    }

    private boolean isOfLastTarget(JsonNode item) {
        return item.path("id").asText().equals(tunnel.toString())
                && item.path("target").asText().equals(target(UPDATES));
    }

    private static boolean isOf(JsonNode message, String type) {
        return message.path("type").asText().equals(type);
    }

    private static String target(int change) {
        return "localhost:" + (1 + change);
    }
}
