package io.kakuremichi.control.events;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.EventStream;
import io.kakuremichi.control.harness.EventStream.Event;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /api/events} as readers see it. */
@ControlTest
class EventsTest extends FollowedEvents {
    @Inject
    AgroalDataSource dataSource;

    @Test
    void startsWithHelloAndHasEveryChangeInCommitOrder() {
        var stream = follow("");
        var hello = stream.events().getFirst();
        var agent = control.createAgent();
        var tunnel = control.createTunnel(ControlApi.uniqueDomain(), agent);
        control.changeTunnel(tunnel, Map.of("target", "web:81"));
        control.delete("/api/agents/" + agent.id()).expect(200);
        awaits(stream, "agent_delete", agent.id());

        var changes = stream.changes();
        assertThat(changes)
                .extracting(Event::type)
                .containsSubsequence("agent_create", "tunnel_create", "tunnel_update", "tunnel_delete", "agent_delete");
        assertThat(changes)
                .extracting(Event::revision)
                .containsExactlyElementsOf(consecutive(hello.revision(), changes.size()));
        assertThat(changes).allSatisfy(change -> {
            assertThat(change.id()).isEqualTo(epoch(hello) + ":" + change.revision());
            assertThat(Instant.parse(change.data().path("at").asText())).isBeforeOrEqualTo(Instant.now());
        });
        var updated = awaits(stream, "tunnel_update", tunnel).item();
        assertThat(updated.path("target").asText()).isEqualTo("web:81");
        assertThat(ControlApi.fields(updated))
                .containsExactly(
                        "id", "domain", "agentId", "target", "enabled", "httpProxyEnabled", "socksProxyEnabled");
        assertThat(awaits(stream, "tunnel_delete", tunnel)
                        .item()
                        .path("agentId")
                        .asText())
                .isEqualTo(agent.id().toString());
    }

    private static String epoch(Event event) {
        return String.valueOf(event.id()).split(":", 2)[0];
    }

    private static List<Long> consecutive(long after, int count) {
        return LongStream.rangeClosed(after + 1, after + count).boxed().toList();
    }

    @Test
    void itemsHaveNoSecret() {
        var stream = follow("");
        var agent = control.createAgent();
        var gateway = gateway();
        control.post("/api/gateways/" + gateway.id() + "/wireguard-key", "").expect(202);

        var offered = awaits(stream, "key_offer", gateway.id());

        assertThat(ControlApi.fields(offered.item())).containsExactly("id");
        assertThat(ControlApi.fields(awaits(stream, "agent_create", agent.id()).item()))
                .containsExactly("id", "name", "virtualIp", "subnet", "wireguardPublicKey");
        assertThat(ControlApi.fields(
                        awaits(stream, "gateway_create", gateway.id()).item()))
                .containsExactly("id", "name", "publicIp", "hostNumber", "wireguardPublicKey");
    }

    @Test
    void changesOfWhatOnlyPeopleReadAreEventsAndNoMatterOfClients() {
        var agent = control.createAgent().connect();
        var gateway = gateway();
        var tunnel = control.createTunnel(ControlApi.uniqueDomain(), agent);
        agent.awaits("tunnel_create");
        var stream = follow("");
        var wanted = control.get("/api/agents/" + agent.id()).json().path("revisionWanted");

        control.changeTunnel(tunnel, Map.of("description", "another"));
        control.patch("/api/agents/" + agent.id(), Map.of("metadata", Map.of("a", 1)))
                .expect(200);
        control.patch("/api/gateways/" + gateway.id(), Map.of("region", "eu")).expect(200);

        awaits(stream, "tunnel_update", tunnel);
        awaits(stream, "agent_update", agent.id());
        awaits(stream, "gateway_update", gateway.id());
        assertThat(control.get("/api/agents/" + agent.id()).json().path("revisionWanted"))
                .isEqualTo(wanted);
        // What changes nothing at all is no change.
        control.changeTunnel(tunnel, Map.of("description", "another"));
        control.deleteTunnel(tunnel);
        awaits(stream, "tunnel_delete", tunnel);
        assertThat(stream.changes().stream()
                        .filter(event -> event.item().path("id").asText().equals(tunnel.toString())))
                .extracting(Event::type)
                .containsExactly("tunnel_update", "tunnel_delete");
    }

    @Test
    void resumesAfterTheLastIdWithoutGapOrRepetition() {
        var first = follow("");
        var agent = control.createAgent();
        var seen = awaits(first, "agent_create", agent.id());
        first.close();
        var tunnel = control.createTunnel(ControlApi.uniqueDomain(), agent);
        control.deleteTunnel(tunnel);

        var second = resume(String.valueOf(seen.id()));
        control.patch("/api/agents/" + agent.id(), Map.of("name", ControlApi.uniqueName("renamed")))
                .expect(200);
        awaits(second, "agent_update", agent.id());

        assertThat(second.events().getFirst().name()).isEqualTo("hello");
        assertThat(second.events().getFirst().id()).isEqualTo(seen.id());
        assertThat(second.changes())
                .extracting(Event::revision)
                .containsExactlyElementsOf(
                        consecutive(seen.revision(), second.changes().size()));
        assertThat(second.changes())
                .extracting(Event::type)
                .containsSubsequence("tunnel_create", "tunnel_delete", "agent_update");
    }

    @Test
    void resumesWithoutGapOrRepetitionWhileChangesAreCommitted() throws InterruptedException {
        var start = follow("").events().getFirst();
        var agent = control.createAgent();
        var tunnel = control.createTunnel(ControlApi.uniqueDomain(), agent);
        var stop = new AtomicBoolean();
        var writer = Thread.ofVirtual().start(() -> {
            for (var i = 0; !stop.get(); i++) {
                control.changeTunnel(tunnel, Map.of("target", "web:" + (1_000 + i % 1_000)));
            }
        });
        var resumed = new ArrayList<EventStream>();
        for (var i = 0; i < 15; i++) {
            var stream = resume(String.valueOf(start.id()));
            resumed.add(stream);
            stream.awaits(event -> event.name().equals("change"));
        }
        stop.set(true);
        writer.join();
        control.deleteTunnel(tunnel);

        assertThat(resumed).allSatisfy(stream -> {
            awaits(stream, "tunnel_delete", tunnel);
            assertThat(stream.changes())
                    .extracting(Event::revision)
                    .containsExactlyElementsOf(
                            consecutive(start.revision(), stream.changes().size()));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1", "00000000-0000-0000-0000-000000000000", "EPOCH:-1", "EPOCH:x"})
    void resetsAfterAnIdThatIsNone(String id) {
        assertReset(id, "unknown_id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000-0000-0000-0000-000000000000:1", "EPOCH:999999999999"})
    void resetsAfterAnIdOfAnotherHistory(String id) {
        assertReset(id, "history_changed");
    }

    @Test
    void resetsWhenTheLogNoLongerReachesBack() throws SQLException {
        control.createAgent();
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM change_log WHERE revision = 1");
        }

        assertReset("EPOCH:0", "log_pruned");
    }

    /** The stream goes on from the current revision. */
    private void assertReset(String id, String reason) {
        var epoch = epoch(follow("").events().getFirst());
        var stream = resume(id.replace("EPOCH", epoch)).awaitsHello();
        var agent = control.createAgent();
        var created = awaits(stream, "agent_create", agent.id());

        var events = stream.events();
        assertThat(events.getFirst().name()).isEqualTo("reset");
        assertThat(events.getFirst().id()).isEmpty();
        assertThat(events.getFirst().data().toString())
                .isEqualTo("{\"type\":\"reset\",\"reason\":\"%s\"}".formatted(reason));
        assertThat(events.get(1).name()).isEqualTo("hello");
        assertThat(stream.changes())
                .extracting(Event::revision)
                .containsExactlyElementsOf(consecutive(events.get(1).revision(), (int)
                        (created.revision() - events.get(1).revision())));
    }

    @Test
    void sendsOnlyTheTypesThatAreAskedFor() {
        var stream = follow("?types=tunnel_create,%20agent_delete");
        var agent = control.createAgent();
        var tunnel = control.createTunnel(ControlApi.uniqueDomain(), agent);
        control.delete("/api/agents/" + agent.id());
        var last = awaits(stream, "agent_delete", agent.id());
        awaits(stream, "tunnel_create", tunnel);

        assertThat(stream.events()).extracting(Event::type).containsOnly("hello", "tunnel_create", "agent_delete");
        // A reader that is sent few changes does not fall out of the log: its last id moves on.
        control.createAgent();
        await().until(() -> revision(stream.lastId()) > last.revision());
        assertThat(stream.events()).extracting(Event::type).doesNotContain("agent_create");
    }

    private static long revision(String id) {
        return Long.parseLong(id.substring(id.indexOf(':') + 1));
    }

    @Test
    void unknownTypesAreRefusedWithTheKnownOnes() {
        var answer = control.get("/api/events?types=tunnel_create,bogus");

        assertError(answer, 400, "VALIDATION_ERROR");
        assertThat(answer.json().at("/error/details/types").asText())
                .contains("agent_create", "tunnel_update", "key_offer", "certificate_delete", "client", "replicas");
    }

    @Test
    void isNeitherBufferedNorStoredAndKeptAlive() {
        var stream = follow("");

        assertThat(stream.head())
                .extracting(line -> line.toLowerCase(Locale.ROOT))
                .contains(
                        "content-type: text/event-stream",
                        "cache-control: no-store",
                        "x-accel-buffering: no",
                        "x-content-type-options: nosniff");
        await().until(() -> !stream.comments().isEmpty());
        control.call("HEAD", "/api/events", null).expect(200);
    }
}
