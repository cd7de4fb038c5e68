package io.kakuremichi.control.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import org.junit.jupiter.api.Test;

/** Connections of deleted clients and of replaced keys are closed at once. */
@ControlTest
class RevokedTest {
    private final ControlApi control = ControlApi.ofTest();

    @Test
    void aDeletedAgentIsClosed() {
        var agent = control.createAgent().connect();

        control.delete("/api/agents/" + agent.id()).expect(200);

        assertThat(agent.awaitsClose()).isEqualTo(4403);
    }

    @Test
    void aDeletedGatewayIsClosed() {
        var gateway = control.createGateway().connect();

        control.delete("/api/gateways/" + gateway.id()).expect(200);

        assertThat(gateway.awaitsClose()).isEqualTo(4403);
    }

    @Test
    void anAgentWhoseKeyIsReplacedIsClosed() {
        var agent = control.createAgent().connect();

        control.post("/api/agents/" + agent.id() + "/api-key", null).expect(200);

        assertThat(agent.awaitsClose()).isEqualTo(4403);
    }

    @Test
    void aGatewayWhoseKeyIsReplacedIsClosed() {
        var gateway = control.createGateway().connect();

        control.post("/api/gateways/" + gateway.id() + "/api-key", null).expect(200);

        assertThat(gateway.awaitsClose()).isEqualTo(4403);
    }
}
