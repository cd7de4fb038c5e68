package io.kakuremichi.control.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import jakarta.inject.Inject;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Sealed keys that an attacker with access to the database moved or modified. */
@ControlTest
class TamperedKeyTest {
    private final ControlApi control = ControlApi.ofTest();

    @Inject
    AgroalDataSource dataSource;

    @Test
    void keyOfAnotherAgentIsNotDelivered() throws SQLException {
        var victim = control.createAgent();
        var thief = control.createAgent();

        update(
                "UPDATE agents SET wireguard_private_key = (SELECT wireguard_private_key FROM agents WHERE id = '%s') WHERE id = '%s'",
                victim, thief);

        assertNoKeyIsDelivered(thief);
        assertThat(hasKey(victim.connect())).isTrue();
    }

    @Test
    void keyCutShortIsNotDelivered() throws SQLException {
        var agent = control.createAgent();

        update("UPDATE agents SET wireguard_private_key = left(wireguard_private_key, -8) WHERE id = '%s'", agent);

        assertNoKeyIsDelivered(agent);
    }

    private static void assertNoKeyIsDelivered(TestClient agent) {
        assertThat(hasKey(agent.connect())).isFalse();
        assertThat(agent.isOpen()).isTrue();
    }

    private static boolean hasKey(TestClient agent) {
        return agent.awaits("config").path("data").path("agent").has("wireguardPrivateKey");
    }

    private void update(String sql, TestClient... agents) throws SQLException {
        var ids = java.util.Arrays.stream(agents).map(TestClient::id).toArray();
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql.formatted(ids))).isEqualTo(1);
        }
    }
}
