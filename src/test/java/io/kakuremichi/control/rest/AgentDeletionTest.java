package io.kakuremichi.control.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@ControlTest
class AgentDeletionTest {
    private final ControlApi control = ControlApi.ofTest();

    @Inject
    AgroalDataSource dataSource;

    @Test
    void tunnelThatIsMadeMeanwhileIsToldToBeGone() throws Exception {
        var agent = control.createAgent();
        var gateway = control.createGateway().connect();
        var tunnel = UUID.randomUUID();

        try (var connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            insertTunnel(connection, tunnel, agent.id());
            var deletion = CompletableFuture.supplyAsync(
                    () -> control.delete("/api/agents/" + agent.id()), Thread::startVirtualThread);
            await("the deletion to wait for the tunnel").until(this::somebodyWaits);
            connection.commit();

            assertThat(deletion.get().expect(200).json().path("message").asText())
                    .contains("1 of its tunnels");
        }

        gateway.awaits("tunnel_delete", data -> data.path("id").asText().equals(tunnel.toString()));
    }

    private static void insertTunnel(Connection connection, UUID id, UUID agentId) throws SQLException {
        try (var insert = connection.prepareStatement("""
                INSERT INTO tunnels (id, version, created_at, updated_at, agent_id, domain, target, enabled)
                VALUES (?, 0, now(), now(), ?, ?, 'localhost:80', true)
                """)) {
            insert.setObject(1, id);
            insert.setObject(2, agentId);
            insert.setString(3, ControlApi.uniqueDomain());
            insert.executeUpdate();
        }
    }

    private boolean somebodyWaits() throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query ILIKE '%agents%'")) {
            rows.next();
            return rows.getInt(1) == 1;
        }
    }
}
