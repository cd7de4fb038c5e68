package io.kakuremichi.control.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.client.KeyOffers;
import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import io.kakuremichi.control.state.StateHints;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** The statements of presence as several replicas run them. */
@ControlTest
class ManyReplicasTest {
    private static final int CLIENTS = 60;
    private static final int ROUNDS = 40;

    private final ControlApi control = ControlApi.ofTest();

    @Inject
    AgroalDataSource dataSource;

    @Inject
    KeyOffers keyOffers;

    @Inject
    ControlConfig config;

    @Inject
    StateHints hints;

    private Side one;
    private Side two;

    @BeforeEach
    void renew() throws SQLException {
        one = new Side();
        two = new Side();
        one.leases.renew();
        two.leases.renew();
    }

    @Test
    void newerConnectionElsewhereIsNotified() throws Exception {
        var agent = control.createAgent();
        one.arrive(agent);
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("LISTEN " + Takeover.CHANNEL);

            var accepted = two.arrive(agent);
            two.arrive(agent);
            one.arrive(control.createAgent());

            // A call that nothing waits for, so that what was notified before it is here.
            var moves = Arrays.stream(connection.unwrap(PGConnection.class).getNotifications(5_000))
                    .map(each -> Takeover.parse(each.getParameter()).orElseThrow())
                    .toList();
            statement.execute("UNLISTEN *");
            assertThat(moves).containsExactly(new Takeover(agent.id(), accepted.generation()));
        }
    }

    @Test
    void touchOfASessionThatIsNoLongerTheNewestSaysWhichOneIs() throws Exception {
        var agent = control.createAgent();
        var older = one.arrive(agent);
        var touch = one.touch(agent);
        var newer = two.arrive(agent);

        assertThat(one.table.touch(List.of(touch))).containsExactly(new Takeover(agent.id(), newer.generation()));
        assertThat(two.table.touch(List.of(two.touch(agent)))).isEmpty();
        assertThat(newer.generation()).isEqualTo(older.generation() + 1);
    }

    /** The connection that enrolls presents no key: its client may never have received the one that it was sent. */
    @Test
    void theAnswerToAnEnrollmentIsKeptUntilTheClientPresentsItsKey() throws Exception {
        var agent = control.createAgent();
        var other = control.createAgent();
        answerEnrollment(agent);
        answerEnrollment(other);

        one.enrolled(agent);
        assertThat(answers(agent)).isEqualTo(1);

        two.arrive(agent);
        assertThat(answers(agent)).isZero();
        assertThat(answers(other)).isEqualTo(1);
    }

    private void answerEnrollment(TestClient agent) throws SQLException {
        var id = UUID.randomUUID();
        execute(
                "INSERT INTO enrollment_keys (id, version, created_at, updated_at, name, type, key_hash, key_prefix, metadata, "
                        + "created_by) VALUES ('%1$s', 0, now(), now(), '%1$s', 'agent', '%2$s', 'enr_', '{}', 'test')"
                                .formatted(id, new Secret(id.toString()).hash().hex()));
        execute("INSERT INTO enrollment_answers (client_id, agent_id, enrollment_key_id, public_key, answer) "
                + "VALUES ('%1$s', '%1$s', '%2$s', 'K', '')".formatted(agent.id(), id));
    }

    private void execute(String sql) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long answers(TestClient agent) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement =
                        connection.prepareStatement("SELECT count(*) FROM enrollment_answers WHERE client_id = ?")) {
            statement.setObject(1, agent.id());
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    @Test
    void leaveOfAnOlderSessionEndsNothing() throws Exception {
        var agent = control.createAgent();
        one.arrive(agent);
        var older = one.leave(agent);
        two.arrive(agent);

        one.table.leave(List.of(older, new PresenceRequest.Leave(older.sessionId(), null)));

        assertThat(status(agent)).isEqualTo("online");
    }

    @Test
    void leaveOfAClientThatIsNotKnownYetEndsItsSession() throws Exception {
        var agent = control.createAgent();
        one.arrive(agent);

        one.table.leave(List.of(new PresenceRequest.Leave(one.sessionOf(agent), null)));

        assertThat(status(agent)).isEqualTo("offline");
    }

    @Test
    void leaseThatRanOutIsFoundGoneAndItsClientsTakenBack() throws Exception {
        var agent = control.createAgent();
        one.arrive(agent);
        expireLeaseOf(one);
        two.leases.endDead();
        assertThat(status(agent)).isEqualTo("offline");

        assertThat(one.leases.renew()).isFalse();

        one.table.touch(List.of(one.touch(agent)));
        two.leases.endDead();
        assertThat(status(agent)).isEqualTo("online");
        assertThat(one.leases.renew()).isTrue();
    }

    @Test
    void leaseHandedBackKeepsClientsOnlineForTheGrace() throws Exception {
        var agent = control.createAgent();
        one.arrive(agent);

        one.leases.handBack();

        two.leases.endDead();
        assertThat(status(agent)).isEqualTo("online");
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement("SELECT lease_until BETWEEN now() + interval '5 seconds'"
                        + " AND now() + interval '6 seconds' FROM replicas WHERE id = ?")) {
            statement.setObject(1, one.replica.id());
            try (var row = statement.executeQuery()) {
                row.next();
                assertThat(row.getBoolean(1)).isTrue();
            }
        }
    }

    @Test
    void statementsOfSeveralReplicasNeverDeadlock() throws Exception {
        var agents =
                IntStream.range(0, CLIENTS).mapToObj(i -> control.createAgent()).toList();
        for (var side : List.of(one, two)) {
            for (var agent : agents) {
                side.arrive(agent);
            }
        }
        var work = new ArrayList<Callable<Void>>();
        for (var side : List.of(one, two)) {
            work.add(() -> repeat(agents, batch -> side.arriveAll(batch)));
            work.add(() -> repeat(
                    agents,
                    batch -> side.table.touch(batch.stream().map(side::touch).toList())));
            work.add(() -> repeat(
                    agents,
                    batch -> side.table.leave(batch.stream().map(side::leave).toList())));
            work.add(() -> repeat(agents, batch -> side.leases.endDead()));
        }

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var each : threads.invokeAll(work)) {
                each.get();
            }
        }

        // The work above takes longer than a lease on a slow machine, and consists of takeovers.
        one.leases.renew();
        endRefusals();
        one.arriveAll(agents);
        assertThat(agents).allSatisfy(agent -> assertThat(status(agent)).isEqualTo("online"));
    }

    private static Void repeat(List<TestClient> agents, Work work) throws SQLException {
        var random = new Random(agents.hashCode());
        for (var i = 0; i < ROUNDS; i++) {
            var batch = new ArrayList<>(agents);
            Collections.shuffle(batch, random);
            work.on(batch);
        }
        return null;
    }

    private void endRefusals() throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE presence SET refused_until = NULL");
        }
    }

    private void expireLeaseOf(Side side) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(
                        "UPDATE replicas SET lease_until = now() - interval '1 second' WHERE id = ?")) {
            statement.setObject(1, side.replica.id());
            statement.executeUpdate();
        }
    }

    private String status(TestClient agent) {
        return control.get("/api/agents/" + agent.id()).expect(200).text("status");
    }

    private interface Work {
        void on(List<TestClient> batch) throws SQLException;
    }

    @Test
    void takeoversAreCountedOverReplicas() throws SQLException {
        var agent = control.createAgent();
        one.arrive(agent);
        two.arrive(agent);
        one.arrive(agent);

        var refused = two.arriveAll(List.of(agent)).iterator().next();
        var again = two.arriveAll(List.of(agent)).iterator().next();

        assertThat(refused).isInstanceOfSatisfying(Admission.Damped.class, damped -> assertThat(damped.isFirst())
                .isTrue());
        assertThat(again).isInstanceOfSatisfying(Admission.Damped.class, damped -> assertThat(damped.isFirst())
                .isFalse());
    }

    @Test
    void clientsOfAReplicaThatStopsTakeNothingOver() throws SQLException {
        var agent = control.createAgent();
        one.arrive(agent);
        two.arrive(agent);
        one.arrive(agent);
        one.leases.stopping();

        two.arrive(agent);
        two.leases.stopping();
        assertThat(new Side().arrive(agent).generation()).isEqualTo(5);
    }

    /** Its replica may have crashed, or the client found another way: what it had is still known. */
    @Test
    void theConfigurationThatAClientConfirmedIsKnownElsewhereUntilTheClientLeaves() throws SQLException {
        var agent = control.createAgent();
        var digest = UUID.randomUUID();
        one.arrive(agent);
        one.table.report(List.of(new LiveSessions.Report(agent.id(), one.sessionOf(agent), 7L, digest, null, false)));

        assertThat(two.arrive(agent).confirmed()).isEqualTo(new Admission.Confirmed(digest, 7));
        assertThat(two.arrive(agent).confirmed()).isNull();
        two.table.leave(List.of(two.leave(agent)));
        assertThat(one.arrive(agent).confirmed()).isNull();
    }

    /** A replica's part in it. */
    private final class Side {
        private final Replica replica = new Replica(config);
        private final Leases leases = new Leases(dataSource, replica, config, hints, new SimpleMeterRegistry());
        private final PresenceTable table = new PresenceTable(dataSource, hints);
        private final ArrivalStatement arrive = new ArrivalStatement(dataSource, keyOffers, replica);
        private final Map<UUID, UUID> sessions = new ConcurrentHashMap<>();

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
}
