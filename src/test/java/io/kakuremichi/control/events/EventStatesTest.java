package io.kakuremichi.control.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.harness.Bodies.StatusBody;
import io.kakuremichi.control.harness.Bodies.StatusItem;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.EventStream.Event;
import io.kakuremichi.control.harness.TestClient;
import io.kakuremichi.control.state.StateHint;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** The states among the events: clients, tunnels and replicas. */
@ControlTest
class EventStatesTest extends FollowedEvents {
    @Inject
    AgroalDataSource dataSource;

    @Inject
    EventLanes lanes;

    @Test
    void showsClientsComingAndGoingAndWhatTheyApplied() {
        var stream = follow("");
        var agent = control.createAgent().openWith("ack").awaitConfig();

        var online = stream.awaits(event -> isState(event, agent, "online", "true"));
        assertThat(online.name()).isEqualTo("state");
        assertThat(online.id()).isNull();
        assertThat(online.item().path("kind").asText()).isEqualTo("agent");
        assertThat(online.item().path("replica").asText()).isNotEmpty();

        var tunnel = control.createTunnel(ControlApi.uniqueDomain(), agent);
        var wanted = awaits(stream, "tunnel_create", tunnel).revision();
        stream.awaits(event -> isState(event, agent, "revisionWanted", String.valueOf(wanted)));
        agent.send("config_ack", Map.of("revision", wanted, "success", true));
        stream.awaits(event -> isState(event, agent, "revisionApplied", String.valueOf(wanted)));
        agent.send("config_ack", Map.of("revision", wanted, "success", false, "error", "no route"));
        stream.awaits(event -> event.item().at("/lastError/message").asText().equals("no route"));

        agent.close();
        stream.awaits(event -> isState(event, agent, "online", "false"));
    }

    private static boolean isState(Event event, TestClient client, String field, String value) {
        return event.type().equals("client")
                && event.item().path("id").asText().equals(client.id().toString())
                && event.item().path(field).asText().equals(value);
    }

    @Test
    void showsStatusesOfTunnels() {
        var stream = follow("?types=tunnel_status");
        var agent = control.createAgent().connect();
        var domain = ControlApi.uniqueDomain();
        var tunnel = control.createTunnel(domain, agent);
        agent.awaits("tunnel_create");

        agent.send("status", new StatusBody(new StatusItem(domain, "up")));

        assertThat(awaits(stream, "tunnel_status", tunnel).item().path("status").asText())
                .isEqualTo("up");
        // A report of the same status is no event.
        agent.send("status", new StatusBody(new StatusItem(domain, "up")));
        agent.send("status", new StatusBody(new StatusItem(domain, "down")));
        stream.awaits(event -> event.item().path("status").asText().equals("down"));
        assertThat(stream.events().stream()
                        .filter(event -> event.item().path("id").asText().equals(tunnel.toString())))
                .extracting(event -> event.item().path("status").asText())
                .containsExactly("up", "down");
    }

    @Test
    void stateIsReadAgainWhenTheTopologyDoesNotAnswer() {
        var reads = new LinkedBlockingQueue<WrittenState>();
        var tables = new StateTables(null, null) {
            @Override
            void read(WrittenState written, BiConsumer<EventType, byte[]> events) {
                reads.add(written);
                if (reads.size() == 1) {
                    throw new CompletionException(new TimeoutException());
                }
            }
        };
        var chain = new EventChain(null);
        chain.enter();
        var states = new EventStates(chain, lanes, tables, null);

        states.changed(new StateHint.Replicas());

        await().until(() -> reads.size() == 2);
        assertThat(reads).allMatch(written -> written.replicas);
        states.stop(null);
    }

    @Test
    void showsReplicasThatOthersWrite() throws SQLException {
        var stream = follow("?types=replicas");
        var id = UUID.randomUUID();
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate(
                    "INSERT INTO replicas (id, name, lease_until) VALUES ('%s', 'other', now() + interval '2 s')"
                            .formatted(id));
            statement.execute("SELECT pg_notify('kakuremichi_state', 'replicas')");
        }

        stream.awaits(event -> event.item().findValuesAsText("name").contains("other"));
        stream.awaits(event -> event.type().equals("replicas")
                && !event.item().findValuesAsText("name").contains("other"));
    }
}
