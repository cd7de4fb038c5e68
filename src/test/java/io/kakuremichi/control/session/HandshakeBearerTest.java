package io.kakuremichi.control.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key in the header of the upgrade. */
@ControlTest
class HandshakeBearerTest {
    private final ControlApi control = ControlApi.ofTest();

    @Inject
    AgroalDataSource database;

    @ParameterizedTest
    @ValueSource(strings = {"/", "/ws", "/?type=agent", "/ws?type=agent"})
    void theRightKeyIsEnough(String address) {
        var agent = control.createAgent();

        agent.openWithBearer(address).awaitConfig();

        assertThat(agent.messageTypes()).containsExactly("auth_success", "config");
        assertThat(agent.awaits("auth_success").path("data").path("agentId").asText())
                .isEqualTo(agent.id().toString());
        assertThat(control.get("/api/agents/" + agent.id()).text("status")).isEqualTo("online");
    }

    @Test
    void aGatewayToo() {
        var gateway = control.createGateway();

        gateway.openWithBearer().awaitConfig();

        assertThat(gateway.messageTypes()).startsWith("auth_success", "config");
    }

    @Test
    void aKeyIsRightAsSoonAsItsClientIsCreated() {
        for (var i = 0; i < 50; i++) {
            var agent = control.createAgent();

            agent.openWithBearer().awaits("auth_success");

            agent.close();
        }
    }

    @Test
    void changesFollow() {
        var agent = control.createAgent().openWithBearer().awaitConfig();

        control.createTunnel(ControlApi.uniqueDomain(), agent);

        agent.awaits("tunnel_create");
    }

    @Test
    void authWithTheSameKeyIsHarmless() {
        var agent = control.createAgent().openWithBearer();

        agent.auth().send("auth", Map.of()).awaitsHandled();

        assertThat(agent.messages("auth_success")).hasSize(1);
        assertThat(agent.messages("error")).hasSize(1);
        assertThat(agent.isOpen()).isTrue();
    }

    @Test
    void authOfAGatewayStillTellsItsAddress() {
        var gateway = control.createGateway().openWithBearer();

        gateway.send("auth", Map.of("apiKey", gateway.apiKey(), "publicIp", "203.0.113.99"))
                .awaitsHandled();

        assertThat(control.get("/api/gateways/" + gateway.id()).text("publicIp"))
                .isEqualTo("203.0.113.99");
    }

    @Test
    void authWithAnotherKeyEndsIt() {
        var agent = control.createAgent().openWithBearer().awaitConfig();

        agent.send("auth", Map.of("apiKey", control.createAgent().apiKey()));

        assertThat(agent.awaits("auth_error").path("data").path("message").asText())
                .isEqualTo("Invalid API key");
        assertThat(agent.awaitsClose()).isEqualTo(4401);
    }

    @Test
    void theNewerConnectionWins() {
        var older = control.createAgent().openWithBearer().awaitConfig();

        older.twin().openWithBearer().awaitConfig();

        assertThat(older.awaitsClose()).isEqualTo(4409);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Bearer agt_1",
                "Bearer agt_00000000000000000000000000000000",
                "Bearer gtw_00000000000000000000000000000000",
                "Bearer adm_00000000000000000000000000000000",
                "Bearer agt_0000000000000000000000000000000'",
                "agt_00000000000000000000000000000000",
                "Basic YWd0Og=="
            })
    void aWrongOneIsRefusedBeforeTheUpgrade(String authorization) {
        assertRefused(control.createAgent(), "/ws", authorization);
    }

    @Test
    void theAdminTokenIsNoKey() {
        assertRefused(control.createAgent(), "/ws", "Bearer token-of-the-tests-only");
    }

    @Test
    void aKeyOfTheOtherTypeIsRefused() {
        var agent = control.createAgent();

        assertRefused(agent, "/ws?type=gateway", "Bearer " + agent.apiKey());
    }

    @Test
    void aKeyInTheQueryThatDiffersIsRefused() {
        var agent = control.createAgent();
        var other = control.createAgent();

        assertRefused(agent, "/ws?apiKey=" + other.apiKey(), "Bearer " + agent.apiKey());
    }

    @Test
    void theSameKeyInTheQueryIsFine() {
        var agent = control.createAgent();

        agent.openWithBearer("/ws?apiKey=" + agent.apiKey());

        agent.awaits("auth_success");
    }

    /** Before the upgrade once this replica has the change; until then after it. */
    @Test
    void theKeyOfADeletedClientIsRefused() {
        var agent = control.createAgent();
        control.delete("/api/agents/" + agent.id()).expect(200);

        await().untilAsserted(() -> assertRefused(agent, "/ws", "Bearer " + agent.apiKey()));
    }

    @Test
    void aReplacedKeyIsRefusedAndTheNewOneIsRight() {
        var agent = control.createAgent();
        var renewed = agent.withKey(control.post("/api/agents/" + agent.id() + "/api-key", null)
                .expect(200)
                .text("apiKey"));

        renewed.openWithBearer().awaits("auth_success");

        await().untilAsserted(() -> assertRefused(agent, "/ws", "Bearer " + agent.apiKey()));
    }

    /** As on a replica that does not have the client yet. The upgrade is accepted; the topology decides later. */
    @Test
    void aKeyThatOnlyTheDatabaseKnowsIsLookedUp() throws SQLException {
        var agent = control.createAgent().openWithBearer().awaitConfig();
        var key = Secret.newApiKey(ClientType.AGENT);
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("UPDATE agents SET api_key_hash = ? WHERE id = ?")) {
            statement.setString(1, key.hash().hex());
            statement.setObject(2, agent.id());
            statement.executeUpdate();
        }

        var renewed = agent.withKey(key.value()).openWithBearer();

        assertThat(renewed.awaitsClose()).isEqualTo(4403);
    }

    @Test
    void anInvalidQueryIsABadRequestWhateverTheKey() {
        var agent = control.createAgent();

        assertThatThrownBy(() -> agent.openWithBearer("/ws?type=robot"))
                .isInstanceOfSatisfying(TestClient.UpgradeRefused.class, refused -> assertThat(refused.status())
                        .isEqualTo(400));
    }

    private static void assertRefused(TestClient client, String address, String authorization) {
        assertThatThrownBy(() -> client.open(address, "Authorization", authorization))
                .isInstanceOfSatisfying(TestClient.UpgradeRefused.class, refused -> {
                    assertThat(refused.status()).isEqualTo(401);
                    assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer");
                });
    }
}
