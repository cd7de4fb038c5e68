package io.kakuremichi.control.presence;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.client.KeyOffers;
import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.harness.TestClient;
import io.kakuremichi.control.state.StateHints;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The statements of presence as one replica runs them. */
final class ReplicaStatements {
    final Replica replica;
    final Leases leases;
    final PresenceTable table;
    final ArrivalStatement arrive;
    private final Map<UUID, UUID> sessions = new ConcurrentHashMap<>();

    ReplicaStatements(AgroalDataSource dataSource, KeyOffers keyOffers, ControlConfig config, StateHints hints) {
        replica = new Replica(config);
        leases = new Leases(dataSource, replica, config, hints, new SimpleMeterRegistry());
        table = new PresenceTable(dataSource, hints);
        arrive = new ArrivalStatement(dataSource, keyOffers, replica);
    }

    Admission.Accepted arrive(TestClient agent) throws SQLException {
        return (Admission.Accepted) arriveAll(List.of(agent)).iterator().next();
    }

    Collection<Admission> arriveAll(List<TestClient> agents) throws SQLException {
        return arriveAll(agents, false);
    }

    void enrolled(TestClient agent) throws SQLException {
        arriveAll(List.of(agent), true);
    }

    private Collection<Admission> arriveAll(List<TestClient> agents, boolean enrolled) throws SQLException {
        var arrivals = new ArrayList<Arrival>();
        for (var agent : agents) {
            sessions.put(agent.id(), UUID.randomUUID());
            arrivals.add(new Arrival(
                    sessionOf(agent),
                    ClientType.AGENT,
                    new Secret(agent.apiKey()).hash(),
                    "127.0.0.1:1",
                    true,
                    enrolled));
        }
        return arrive.execute(arrivals).values();
    }

    UUID sessionOf(TestClient agent) {
        return sessions.get(agent.id());
    }

    PresenceRequest.Leave leave(TestClient agent) {
        return new PresenceRequest.Leave(sessionOf(agent), agent.id());
    }

    LiveSessions.Touch touch(TestClient agent) {
        return new LiveSessions.Touch(agent.id(), sessionOf(agent), Instant.now(), 1);
    }
}
