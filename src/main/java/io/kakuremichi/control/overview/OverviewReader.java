package io.kakuremichi.control.overview;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.change.AgentFacts;
import io.kakuremichi.control.change.GatewayFacts;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.overview.Problem.ProblemSubject;
import io.kakuremichi.control.overview.Problem.Severity;
import io.kakuremichi.control.overview.Problem.SubjectKind;
import io.kakuremichi.control.topology.Sequencer;
import io.kakuremichi.control.topology.Topology;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Reads the overview. */
@Singleton
class OverviewReader {
    /** The overview does without the lag rather than wait for a sequencer that is stuck. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Duration LIFETIME = Duration.ofSeconds(1);

    private static final String CONFIRMING = "SELECT client_id, agent_id IS NOT NULL AS is_agent, applied_revision,"
            + " coalesce(receives_proxies, true) AS receives_proxies FROM presence WHERE online AND applied_revision IS NOT NULL";

    private static final String COMMITS = "SELECT revision, created_at FROM change_log WHERE revision = ANY (?)";

    private final AgroalDataSource dataSource;
    private final Sequencer sequencer;
    private final ReplicaWatch replicas;
    private final ChangeRate rate = new ChangeRate();
    private final LagWatch lag = new LagWatch();
    private final Recent<Overview> overview = new Recent<>(LIFETIME, this::readNow);

    OverviewReader(AgroalDataSource dataSource, Sequencer sequencer, ReplicaWatch replicas) {
        this.dataSource = dataSource;
        this.sequencer = sequencer;
        this.replicas = replicas;
    }

    /** The overview, at most a second old. Blocks; any thread except the sequencer's. */
    Overview read() {
        return overview.get();
    }

    private Overview readNow() throws SQLException {
        try (var connection = dataSource.getConnection()) {
            var totals = TotalsTable.count(connection);
            var states = replicas.states(connection);
            var waiting = lag.observe(clients(connection), totals.at(), revisions -> commits(connection, revisions));
            var problems = new Problems();
            problems.addCounted(ProblemTable.find(connection));
            problems.add(waiting.problems());
            problems.add(states.stream()
                    .filter(each -> each.lostAt() != null)
                    .map(OverviewReader::lost)
                    .toList());
            return new Overview(
                    totals.at(),
                    totals.epoch(),
                    totals.revision(),
                    totals.agents(),
                    totals.gateways(),
                    totals.tunnels(),
                    totals.certificates(),
                    states,
                    rate.count(connection, totals.epoch(), totals.at()),
                    waiting.summary(),
                    problems.list());
        }
    }

    private static Problem lost(ReplicaState replica) {
        return new Problem(
                ProblemKind.REPLICA_LOST,
                Severity.SEVERE,
                new ProblemSubject(SubjectKind.REPLICA, replica.id().toString(), replica.name()),
                Objects.requireNonNull(replica.lostAt()),
                null,
                null);
    }

    private List<LagWatch.Client> clients(Connection connection) throws SQLException {
        if (!sequencer.isLoaded()) {
            return List.of();
        }
        var confirmed = Rows.of(
                connection,
                CONFIRMING,
                row -> new Confirmed(
                        row.getBoolean("is_agent") ? ClientType.AGENT : ClientType.GATEWAY,
                        row.getObject("client_id", UUID.class),
                        row.getLong("applied_revision"),
                        row.getBoolean("receives_proxies")));
        return sequencer
                .<List<LagWatch.Client>>read(topology -> confirmed.stream()
                        .map(each -> new LagWatch.Client(
                                each.type(),
                                each.id(),
                                name(topology, each.id()),
                                each.applied(),
                                topology.wantedBy(each.type(), each.id(), each.receivesProxies())))
                        .toList())
                .completeOnTimeout(List.of(), PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private static String name(Topology topology, UUID id) {
        return topology.agent(id)
                .map(AgentFacts::name)
                .or(() -> topology.gateway(id).map(GatewayFacts::name))
                .orElseGet(id::toString);
    }

    private static Map<Long, Instant> commits(Connection connection, Set<Long> revisions) throws SQLException {
        if (revisions.isEmpty()) {
            return Map.of();
        }
        var times = new HashMap<Long, Instant>();
        Rows.of(
                        connection,
                        COMMITS,
                        row -> Map.entry(row.getLong("revision"), Rows.instant(row, "created_at")),
                        connection.createArrayOf("bigint", revisions.toArray()))
                .forEach(entry -> times.put(entry.getKey(), entry.getValue()));
        return times;
    }

    private record Confirmed(ClientType type, UUID id, long applied, boolean receivesProxies) {}
}
