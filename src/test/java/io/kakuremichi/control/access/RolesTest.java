package io.kakuremichi.control.access;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

@ControlTest
class RolesTest {
    private final ControlApi control = ControlApi.ofTest();

    @Test
    void operatorChangesTunnels() {
        var agent = control.createAgent();
        var operator = control.withRole("operator");

        var tunnel = operator.createTunnel(ControlApi.uniqueDomain(), agent);

        operator.changeTunnel(tunnel, Map.of("enabled", false));
        operator.deleteTunnel(tunnel);
    }

    @Test
    void viewerReads() {
        var agent = control.createAgent();

        var answer = control.withRole("viewer").get("/api/agents/" + agent.id());

        assertThat(answer.expect(200).uuid("id")).isEqualTo(agent.id());
    }

    @Test
    void whatIsForbiddenIsNotDone() {
        var agent = control.createAgent();

        assertError(control.withRole("viewer").delete("/api/agents/" + agent.id()), 403, "FORBIDDEN");

        control.get("/api/agents/" + agent.id()).expect(200);
    }

    @Test
    void roleIsLookedAtBeforeTheBody() {
        assertError(control.withRole("viewer").post("/api/agents", "{not json"), 403, "FORBIDDEN");
    }

    @Test
    void unknownPathsAreNotFoundForEveryRole() {
        assertError(control.withRole("viewer").get("/api/unknown"), 404, "NOT_FOUND");
    }

    @Test
    void socketsAreNoBusinessOfTokens() {
        var upgrade = control.withToken("agt_whatever").get("/ws");

        assertThat(upgrade.status()).isNotEqualTo(401);
        control.createAgent().connect();
    }
}
