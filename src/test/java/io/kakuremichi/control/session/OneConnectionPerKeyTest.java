package io.kakuremichi.control.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import io.kakuremichi.control.presence.LiveSessions;
import io.kakuremichi.control.presence.Takeover;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@ControlTest
class OneConnectionPerKeyTest {
    private final ControlApi control = ControlApi.ofTest();

    @Inject
    LiveSessions sessions;

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
