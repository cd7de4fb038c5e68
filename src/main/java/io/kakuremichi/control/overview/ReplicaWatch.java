package io.kakuremichi.control.overview;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.overview.ReplicaState.ReplicaCondition;
import io.kakuremichi.control.presence.Replica;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Reads the replicas, and observes them regularly, so that lost ones are still shown minutes later. A replica that stops
 * is marked as stopping for some seconds before its lease ends, longer than the interval between two observations.
 */
@Singleton
class ReplicaWatch {
    private static final Logger LOG = Logger.getLogger(ReplicaWatch.class);

    private static final String READ = "SELECT id, name, stopping FROM replicas";

    private static final String READ_STATES = """
            SELECT r.id, r.name, r.stopping, r.lease_until, r.lease_until < now() AS expired,
                   count(p.agent_id) AS agents, count(p.gateway_id) AS gateways
            FROM replicas r LEFT JOIN presence p ON p.replica_id = r.id AND p.online GROUP BY r.id ORDER BY r.name, r.id
            """;

    private final AgroalDataSource dataSource;
    private final UUID own;
    private final LostReplicas lost;

    ReplicaWatch(AgroalDataSource dataSource, Replica replica) {
        this.dataSource = dataSource;
        this.own = replica.id();
        this.lost = new LostReplicas(own);
    }

    @Scheduled(every = "5s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void observe() {
        try (var connection = dataSource.getConnection()) {
            var replicas = Rows.of(
                    connection,
                    READ,
                    row -> new LostReplicas.Seen(
                            row.getObject("id", UUID.class), row.getString("name"), row.getBoolean("stopping")));
            lost.observe(replicas, Instant.now());
        } catch (SQLException e) {
            LOG.debugf("The replicas were not read: %s", e.getMessage());
        }
    }

    /** The replicas with their connections, and those that were lost. */
    List<ReplicaState> states(Connection connection) throws SQLException {
        var states = new ArrayList<>(Rows.of(connection, READ_STATES, row -> {
            var expired = row.getBoolean("expired");
            var id = row.getObject("id", UUID.class);
            var running = row.getBoolean("stopping") ? ReplicaCondition.STOPPING : ReplicaCondition.RUNNING;
            return new ReplicaState(
                    id,
                    row.getString("name"),
                    expired ? ReplicaCondition.LOST : running,
                    id.equals(own),
                    row.getLong("agents"),
                    row.getLong("gateways"),
                    expired ? Rows.instant(row, "lease_until") : null);
        }));
        var present = states.stream().map(ReplicaState::id).collect(Collectors.toSet());
        lost.now().stream().filter(each -> !present.contains(each.id())).forEach(states::add);
        return states;
    }
}
