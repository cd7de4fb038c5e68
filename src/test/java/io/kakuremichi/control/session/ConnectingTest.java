package io.kakuremichi.control.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ControlTest
class ConnectingTest {
    private final ControlApi control = ControlApi.ofTest();

    @ParameterizedTest
    @ValueSource(strings = {"/", "/ws", "/?type=gateway", "/ws?type=gateway", "/ws?unknown=1"})
    void acceptsAGatewayAtBothPathsWithAndWithoutItsType(String address) {
        var gateway = control.createGateway();

        gateway.open(address).auth();

        var success = gateway.awaits("auth_success").path("data");
        assertThat(success.path("gatewayId").asText()).isEqualTo(gateway.id().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ws?type=robot",
                "/?type=robot",
                "/ws?type=",
                "/ws?type=AGENT",
                "/ws?type=agent&type=gateway",
                "/ws?type=agent&type=agent",
                "/ws?apiKey=neither_of_ours",
                "/ws?apiKey=agt_1&apiKey=agt_2"
            })
    void refusesBeforeTheUpgradeWhatNamesNoTypeOrTwo(String address) {
        var agent = control.createAgent();

        assertThatThrownBy(() -> agent.open(address))
                .isInstanceOfSatisfying(TestClient.UpgradeRefused.class, refused -> assertThat(refused.status())
                        .isEqualTo(400));
    }

    @Test
    void aKeyInTheQueryAloneDoesNotAuthenticate() {
        var agent = control.createAgent();
        agent.open("/ws?type=agent&apiKey=" + agent.apiKey());

        agent.heartbeat();

        assertThat(agent.awaits("error").path("data").path("code").asText()).isEqualTo("NOT_AUTHENTICATED");
        assertThat(agent.messageTypes()).containsExactly("error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws?type=agent&apiKey=", "/ws?apiKey=", "/?apiKey="})
    void authWithoutAKeyTakesTheOneOfTheQuery(String address) {
        var agent = control.createAgent();
        agent.open(address + agent.apiKey());

        agent.send("auth", Map.of());

        assertThat(agent.awaits("auth_success").path("data").path("agentId").asText())
                .isEqualTo(agent.id().toString());
    }

    @Test
    void aKeyInTheQueryThatDiffersFromTheOneInAuthIsRefused() {
        var agent = control.createAgent();
        agent.open("/ws?type=agent&apiKey=" + control.createAgent().apiKey());

        agent.auth();

        assertRefused(agent);
    }

    @Test
    void authWithoutAnyKeyIsRefused() {
        var agent = control.createAgent().open();

        agent.send("auth", Map.of());

        assertRefused(agent);
    }

    @Test
    void anAgentsKeyIsNoGatewaysKey() {
        var agent = control.createAgent().open("/ws?type=gateway");

        agent.auth();

        assertRefused(agent);
    }

    @Test
    void aGatewaysKeyIsNoAgentsKey() {
        var gateway = control.createGateway().open("/ws?type=agent");

        gateway.auth();

        assertRefused(gateway);
    }

    @Test
    void theKeyOfADeletedAgentIsRefused() {
        var agent = control.createAgent();
        control.delete("/api/agents/" + agent.id()).expect(200);

        agent.open().auth();

        assertRefused(agent);
    }

    @Test
    void aReplacedKeyIsRefused() {
        var gateway = control.createGateway();
        replaceKey(gateway);

        gateway.open().auth();

        assertRefused(gateway);
    }

    @Test
    void theKeyThatReplacedAnotherIsValidAtOnce() {
        var agent = control.createAgent();

        var renewed = agent.withKey(replaceKey(agent)).connect();

        assertThat(renewed.messageTypes()).startsWith("auth_success", "config");
    }

    @Test
    void aKeyIsValidAsSoonAsItsClientIsCreated() {
        for (var i = 0; i < 50; i++) {
            var agent = control.createAgent().open().auth();

            assertThat(agent.awaits("auth_success").path("data").path("agentId").asText())
                    .isEqualTo(agent.id().toString());
            agent.close();
        }
    }

    private String replaceKey(TestClient client) {
        var kind = client.isAgent() ? "agents" : "gateways";
        return control.post("/api/" + kind + "/" + client.id() + "/api-key", null)
                .expect(200)
                .text("apiKey");
    }

    private static void assertRefused(TestClient client) {
        assertThat(client.awaits("auth_error").path("data"))
                .isEqualTo(ControlApi.json("{\"message\":\"Invalid API key\"}"));
        assertThat(client.awaitsClose()).isEqualTo(4401);
        assertThat(client.messageTypes()).containsExactly("auth_error");
    }
}
