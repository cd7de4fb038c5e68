package io.kakuremichi.control.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.harness.Bodies.CertificateBody;
import io.kakuremichi.control.harness.Bodies.StatusBody;
import io.kakuremichi.control.harness.Bodies.StatusItem;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ControlTest
class ClientMessagesTest {
    private final ControlApi control = ControlApi.ofTest();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"timestamp\": 1764000000}",
                "{\"timestamp\": 1764000000000}",
                "{\"timestamp\": 1764000000.25}",
                "{\"timestamp\": null}",
                "{}",
                "{\"timestamp\": 1, \"load\": [0.5]}"
            })
    void takesHeartbeats(String data) {
        var agent = control.createAgent().connect();

        agent.sendRaw("{\"type\": \"heartbeat\", \"data\": " + data + "}");

        assertNoError(agent);
    }

    @Test
    void ignoresUnknownFields() {
        var domain = ControlApi.uniqueDomain();
        var agent = control.createAgent();
        var tunnel = control.createTunnel(domain, agent);
        agent.connect();

        agent.sendRaw("""
                {"id": 7, "type": "status", "trace": {"a": 1},
                 "data": {"uptime": 3, "tunnels": [{"domain": "%s", "status": "active", "latency": 5}]}}
                """.formatted(domain));

        assertNoError(agent);
        awaitsReportedStatus(tunnel, "active");
    }

    @Test
    void keepsTheLastStatusThatAnAgentReported() {
        var domain = ControlApi.uniqueDomain();
        var agent = control.createAgent();
        var tunnel = control.createTunnel(domain, agent);
        agent.connect();

        agent.send("status", status(domain, "connecting")).send("status", status(domain, "active"));

        awaitsReportedStatus(tunnel, "active");
        assertThat(control.get("/api/tunnels/" + tunnel).text("reportedAt")).isNotEmpty();
    }

    @Test
    void refusesTheStatusOfAnotherAgentsDomainAndKeepsTheRest() {
        var own = ControlApi.uniqueDomain();
        var foreign = ControlApi.uniqueDomain();
        var agent = control.createAgent();
        var ownTunnel = control.createTunnel(own, agent);
        var foreignTunnel = control.createTunnel(foreign, control.createAgent());
        agent.connect();

        agent.send("status", new StatusBody(new StatusItem(foreign, "hijacked"), new StatusItem(own, "active")));

        assertThat(agent.awaits("error").path("data").path("code").asText()).isEqualTo("FORBIDDEN");
        awaitsReportedStatus(ownTunnel, "active");
        assertThat(control.get("/api/tunnels/" + foreignTunnel)
                        .json()
                        .path("reportedStatus")
                        .isNull())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65})
    void refusesAStatusOfNoOrTooManyCharacters(int length) {
        var domain = ControlApi.uniqueDomain();
        var agent = control.createAgent();
        control.createTunnel(domain, agent);
        agent.connect();

        agent.send("status", status(domain, "x".repeat(length)));

        assertThat(agent.awaits("error").path("data").path("code").asText()).isEqualTo("INVALID_MESSAGE");
    }

    @Test
    void aGatewayMayNotReportStatus() {
        var gateway = control.createGateway().connect();

        gateway.send("status", new StatusBody());

        assertForbidden(gateway);
    }

    @Test
    void anAgentMayNotReportCertificates() {
        var agent = control.createAgent().connect();

        agent.send(
                "certificate_obtained",
                new CertificateBody(ControlApi.uniqueDomain(), "-", "-", "2030-01-01T00:00:00Z"));

        assertForbidden(agent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"revision\": 1, \"success\": true}",
                "{\"success\": true}",
                "{\"revision\": 1, \"success\": false, \"error\": \"no such device\"}"
            })
    void takesAcknowledgementsThatNobodyAskedFor(String data) {
        var gateway = control.createGateway().connect();

        gateway.sendRaw("{\"type\": \"config_ack\", \"data\": " + data + "}");

        assertNoError(gateway);
    }

    @Test
    void handlesWhatComesRightBehindAuth() {
        var domain = ControlApi.uniqueDomain();
        var agent = control.createAgent();
        var tunnel = control.createTunnel(domain, agent);

        agent.open().auth().send("status", status(domain, "active"));

        awaitsReportedStatus(tunnel, "active");
        assertNoError(agent);
    }

    private static StatusBody status(String domain, String status) {
        return new StatusBody(new StatusItem(domain, status));
    }

    private void awaitsReportedStatus(UUID tunnel, String status) {
        await().untilAsserted(
                        () -> assertThat(control.get("/api/tunnels/" + tunnel).text("reportedStatus"))
                                .isEqualTo(status));
    }

    /** Only the probe's own. */
    private static void assertNoError(TestClient client) {
        client.awaitsHandled();
        assertThat(client.messages("error")).hasSize(1);
    }

    private static void assertForbidden(TestClient client) {
        assertThat(client.awaits("error").path("data").path("code").asText()).isEqualTo("FORBIDDEN");
        client.awaitsHandled();
        assertThat(client.isOpen()).isTrue();
    }
}
