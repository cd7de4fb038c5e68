package io.kakuremichi.control.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import io.kakuremichi.control.presence.LiveSessions;
import io.kakuremichi.control.presence.Takeover;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@ControlTest
class OneConnectionPerKeyTest {
    private final ControlApi control = ControlApi.ofTest();

    @Inject
    LiveSessions sessions;

    @Inject
    AgroalDataSource dataSource;

    @Test
    void theSecondConnectionWins() {
        var first = control.createAgent().connect();

        var second = first.twin().connect();

        assertThat(first.awaitsClose()).isEqualTo(4409);
        control.createTunnel(ControlApi.uniqueDomain(), second);
        second.awaits("tunnel_create");
        assertThat(first.messages("tunnel_create")).isEmpty();
    }

    @Test
    void theFirstOnesCloseDoesNotMarkTheClientOffline() {
        var first = control.createGateway().connect();
        var second = first.twin().connect();
        first.awaitsClose();

        // Leaves are written in order: when this other client is offline, the first one's leave is written too.
        var other = control.createGateway().connect();
        other.close();
        await().until(() -> status(other).equals("offline"));

        assertThat(status(second)).isEqualTo("online");
    }

    @Test
    void theFirstOneCanTakeOverAgain() {
        var first = control.createAgent().connect();
        var second = first.twin().connect();
        first.awaitsClose();

        first.connect();

        assertThat(second.awaitsClose()).isEqualTo(4409);
        assertThat(first.isOpen()).isTrue();
        assertThat(status(first)).isEqualTo("online");
    }

    @Test
    void aConnectionThatBecameOlderOnItsWayInIsRefused() {
        var agent = control.createAgent();
        sessions.takenOver(new Takeover(agent.id(), 2));

        agent.open().auth();

        assertThat(agent.awaitsClose()).isEqualTo(4409);
        assertThat(agent.messageTypes()).isEmpty();
        agent.connect();
        sessions.takenOver(new Takeover(agent.id(), 2));
        agent.awaitsHandled();
        assertThat(agent.isOpen()).isTrue();
    }

    @Test
    void afterTwoTakeoversNewcomersAreRefused() throws SQLException {
        var first = control.createAgent().connect();
        var second = first.twin().connect();
        first.awaitsClose();
        first.connect();
        second.awaitsClose();

        second.open().auth();

        assertThat(second.awaitsClose()).isEqualTo(4409);
        assertThat(second.messageTypes()).containsExactly("auth_error");
        first.awaitsHandled();
        var shown = control.get("/api/agents/" + first.id()).json();
        assertThat(shown.path("status").asText()).isEqualTo("online");
        assertThat(shown.path("lastError").path("message").asText()).contains("several clients use this API key");
        assertThat(secondsOfRefusal(first)).isBetween(20, 30);
        await().until(() -> control.get("/api/audit?action=connection.refuse&subject=" + first.id())
                        .json()
                        .path("audit")
                        .size()
                == 1);

        second.openWithBearer();
        assertThat(second.awaitsClose()).isEqualTo(4409);
    }

    @Test
    void theRefusalsLastLongerEachTime() throws SQLException {
        var agent = control.createAgent();
        var last = agent.connect();
        for (var expected : List.of(30, 60, 120, 240, 300, 300)) {
            for (var i = 0; i < 2; i++) {
                last = agent.twin().connect();
            }
            assertThat(secondsOfRefusal(agent)).isBetween(expected - 10, expected);
            execute("UPDATE presence SET refused_until = now() WHERE client_id = ?", agent.id());
        }
        execute("UPDATE presence SET refused_until = now() - interval '11 minutes' WHERE client_id = ?", agent.id());
        agent.twin().connect();
        agent.twin().connect();
        assertThat(secondsOfRefusal(agent)).isBetween(20, 30);
    }

    @Test
    void aNewcomerIsAdmittedAsSoonAsThereIsNoOpenConnection() {
        var first = control.createGateway().connect();
        var second = first.twin().connect();
        first.connect();
        second.awaitsClose();
        second.open().auth();
        assertThat(second.awaitsClose()).isEqualTo(4409);

        first.close();
        await().until(() -> status(first).equals("offline"));

        second.connect();
        assertThat(second.isOpen()).isTrue();
    }

    @Test
    void aClientThatRestartsInALoopIsNotRefused() {
        var agent = control.createAgent();
        for (var i = 0; i < 6; i++) {
            agent.connect().close();
            await().until(() -> status(agent).equals("offline"));
        }
        agent.connect().awaitsHandled();
    }

    private int secondsOfRefusal(TestClient client) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(
                        "SELECT extract(epoch FROM refused_until - now()) FROM presence WHERE client_id = ?")) {
            statement.setObject(1, client.id());
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private void execute(String sql, UUID client) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(sql)) {
            statement.setObject(1, client);
            statement.executeUpdate();
        }
    }

    @Test
    void ofTwentyThatRaceExactlyOneStays() throws Exception {
        var agent = control.createAgent();
        var racers = new ArrayList<TestClient>();
        for (var i = 0; i < 20; i++) {
            racers.add(agent.twin());
        }

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var races = racers.stream()
                    .map(racer -> (Callable<TestClient>) () -> racer.open().auth())
                    .toList();
            for (Future<TestClient> race : threads.invokeAll(races)) {
                race.get();
            }
        }

        await().until(() -> racers.stream().filter(TestClient::isOpen).count() == 1);
        var winner = racers.stream().filter(TestClient::isOpen).findFirst().orElseThrow();
        winner.awaitConfig();
        control.createTunnel(ControlApi.uniqueDomain(), agent);
        winner.awaits("tunnel_create");
        assertThat(racers).allSatisfy(racer -> {
            if (racer != winner) {
                assertThat(racer.awaitsClose()).isEqualTo(4409);
            }
        });
        assertThat(status(agent)).isEqualTo("online");
    }

    private String status(TestClient client) {
        var kind = client.isAgent() ? "agents" : "gateways";
        return control.get("/api/" + kind + "/" + client.id()).text("status");
    }
}
