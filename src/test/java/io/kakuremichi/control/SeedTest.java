package io.kakuremichi.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import org.junit.jupiter.api.Test;

/** The basic protocol as the original specification tests it: clients without capabilities. */
@ControlTest
class SeedTest {
    private final ControlApi control = ControlApi.ofTest();

    @Test
    void acceptsConnections() {
        var client = control.createAgent().open("/");

        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void authenticatesAnAgentWithAValidApiKey() {
        var agent = control.createAgent().open("/");

        agent.auth();

        var success = agent.awaits("auth_success");
        assertThat(success.path("data").path("agentId").asText())
                .isEqualTo(agent.id().toString());
        assertThat(success.path("data").path("message").asText()).isEqualTo("Authentication successful");
    }

    @Test
    void rejectsAnInvalidApiKey() {
        var agent = control.createAgent()
                .withKey("agt_00000000000000000000000000000000")
                .open("/");

        agent.auth();

        assertThat(agent.awaits("auth_error").path("data").path("message").asText())
                .isEqualTo("Invalid API key");
        assertThat(agent.awaitsClose()).isEqualTo(4401);
    }

    @Test
    void sendsConfigAfterAuthentication() {
        var gateway = control.createGateway().open("/");

        gateway.auth().awaitConfig();

        assertThat(gateway.messageTypes()).startsWith("auth_success", "config");
    }

    @Test
    void broadcastsTunnelCreation() {
        var agent = control.createAgent().connect();
        var gateway = control.createGateway().connect();
        var domain = ControlApi.uniqueDomain();

        var tunnel = control.createTunnel(domain, agent);

        var toAgent = agent.awaits("tunnel_create").path("data");
        var toGateway = gateway.awaits("tunnel_create").path("data");
        assertThat(toAgent.path("id").asText()).isEqualTo(tunnel.toString());
        assertThat(toGateway.path("domain").asText()).isEqualTo(domain);
        assertThat(toGateway.path("agentVirtualIp").asText())
                .isEqualTo(agent.created().path("virtualIp").asText());
    }
}
