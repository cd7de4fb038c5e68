package io.kakuremichi.control.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.client.KeyOffers;
import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import io.kakuremichi.control.state.StateHints;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
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

    private ReplicaStatements one;
    private ReplicaStatements two;

    @BeforeEach
    void renew() throws SQLException {
        one = side();
        two = side();
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

    private void expireLeaseOf(ReplicaStatements side) throws SQLException {
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
        assertThat(side().arrive(agent).generation()).isEqualTo(5);
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

    private ReplicaStatements side() {
        return new ReplicaStatements(dataSource, keyOffers, config, hints);
    }
}
