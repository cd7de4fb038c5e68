package io.kakuremichi.control.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.harness.Bodies.StatusBody;
import io.kakuremichi.control.harness.Bodies.StatusItem;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ControlTest
class TunnelReportTest {
    private final ControlApi control = ControlApi.ofTest();
    private TestClient agent;
    private String domain;

    @BeforeEach
    void createAgent() {
        agent = control.createAgent();
        domain = ControlApi.uniqueDomain();
    }

    @Test
    void showsWhatTheAgentLastReported() {
        var path = "/api/tunnels/" + control.createTunnel(domain, agent);
        agent.connect();

        agent.send("status", new StatusBody(new StatusItem(domain, "up")));
        await().until(() -> control.get(path).text("reportedStatus").equals("up"));
        agent.send("status", new StatusBody(new StatusItem(domain, "target refused")));

        await().until(() -> control.get(path).text("reportedStatus").equals("target refused"));
        var shown = control.get(path);
        assertThat(Instant.parse(shown.text("reportedAt"))).isAfter(Instant.parse(shown.text("createdAt")));
        assertThat(shown.header("ETag")).isEqualTo("\"0\"");
    }

    @Test
    void showsTheStatusOfTheAgent() {
        var path = "/api/tunnels/" + control.createTunnel(domain, agent);
        assertThat(control.get(path).text("agentStatus")).isEqualTo("offline");

        agent.connect();
        await().until(() -> control.get(path).text("agentStatus").equals("online"));

        assertThat(control.patch(path, "{\"enabled\": false}").text("agentStatus"))
                .isEqualTo("online");
        assertThat(control.get("/api/agents/" + agent.id() + "/tunnels")
                        .json()
                        .at("/tunnels/0/agentStatus")
                        .asText())
                .isEqualTo("online");
        var moved = control.patch(
                path, "{\"agentId\": \"%s\"}".formatted(control.createAgent().id()));
        assertThat(moved.text("agentStatus")).isEqualTo("offline");
        agent.close();
    }

    @Test
    void reportThatCanNotBeStoredDoesNotHoldUpTheNext() {
        var path = "/api/tunnels/" + control.createTunnel(domain, agent);
        agent.connect();

        agent.send("status", new StatusBody(new StatusItem(domain, "a\u0000b")));

        agent.awaits("error");
        agent.send("status", new StatusBody(new StatusItem(domain, "up")));
        await().until(() -> control.get(path).text("reportedStatus").equals("up"));
    }
}
