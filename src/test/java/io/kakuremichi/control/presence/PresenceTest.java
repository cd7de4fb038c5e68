package io.kakuremichi.control.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.RecordedLog;
import io.kakuremichi.control.harness.TestClient;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

@ControlTest
class PresenceTest {
    private final ControlApi control = ControlApi.ofTest();

    @Inject
    Presence presence;

    @Inject
    LiveSessions sessions;

    /** No message can contain this report today; it stands for any row that the database refuses. */
    @Test
    void aRowThatTheDatabaseRefusesFailsNoOther() {
        var clients =
                Stream.generate(() -> control.createAgent().connect()).limit(3).toList();
        try (var log = new RecordedLog()) {
            report(clients.get(0), "one");
            report(clients.get(1), "tw\0");
            report(clients.get(2), "three");

            await().untilAsserted(() ->
                    assertThat(clients.stream().map(this::lastError)).containsExactly("one", "", "three"));
            assertThat(log.text())
                    .containsOnlyOnce("The database refuses")
                    .contains("client=" + clients.get(1).id())
                    .doesNotContain("Presence can't be written");
            assertThat(presence.state()).isEqualTo(PresenceState.WRITABLE);
        }
    }

    private void report(TestClient client, String error) {
        var session = sessions.all().stream()
                .filter(touch -> touch.clientId().equals(client.id()))
                .findFirst()
                .orElseThrow()
                .sessionId();
        presence.report(new LiveSessions.Report(
                client.id(), session, null, null, new LiveSessions.Failure(1, error, Instant.now()), true));
    }

    private String lastError(TestClient client) {
        return listed(client).orElseThrow().path("lastError").path("message").asText("");
    }

    @Test
    void aClientThatNeverConnectedIsOfflineAndWasNeverSeen() {
        var agent = control.createAgent();

        var shown = control.get("/api/agents/" + agent.id()).json();
        assertThat(shown.path("status").asText()).isEqualTo("offline");
        assertThat(shown.path("lastSeenAt").isNull()).isTrue();
    }

    @Test
    void aClientIsOnlineBeforeItIsToldSo() {
        for (var i = 0; i < 20; i++) {
            var client = i % 2 == 0 ? control.createAgent() : control.createGateway();
            client.open().auth();

            client.awaits("auth_success");

            assertThat(status(client)).isEqualTo("online");
            client.close();
        }
    }

    @Test
    void aConnectedClientIsListed() {
        var before = Instant.now();

        var gateway = control.createGateway().connect();

        var listed = listed(gateway).orElseThrow();
        assertThat(ControlApi.fields(listed))
                .containsExactlyInAnyOrder(
                        "id",
                        "type",
                        "name",
                        "connectedAt",
                        "lastHeartbeat",
                        "remoteAddress",
                        "replica",
                        "revision",
                        "revisionWanted",
                        "revisionApplied",
                        "lastError");
        assertThat(listed.path("type").asText()).isEqualTo("gateway");
        assertThat(listed.path("name")).isEqualTo(gateway.created().path("name"));
        assertThat(Instant.parse(listed.path("connectedAt").asText())).isBetween(before, Instant.now());
    }

    @Test
    void theListShowsTheRevisionThatAClientWasTold() {
        var gateway = control.createGateway().connect();
        var revision = gateway.awaits("config").path("revision");

        await().untilAsserted(() ->
                assertThat(listed(gateway).orElseThrow().path("revision")).isEqualTo(revision));
    }

    @Test
    void aClientThatClosesIsOffline() {
        var agent = control.createAgent().connect();

        agent.close();

        awaitsOffline(agent);
    }

    @Test
    void aClientThatIsCutIsOffline() {
        var gateway = control.createGateway().connect();

        gateway.cut();

        awaitsOffline(gateway);
    }

    @Test
    void aClientThatComesBackIsOnline() {
        var agent = control.createAgent().connect();
        agent.cut();
        awaitsOffline(agent);

        agent.connect();

        assertThat(status(agent)).isEqualTo("online");
    }

    @Test
    void aClientWhoseKeyIsReplacedIsOffline() {
        var agent = control.createAgent().connect();

        control.post("/api/agents/" + agent.id() + "/api-key", null).expect(200);

        awaitsOffline(agent);
    }

    @Test
    void whoeverIsRefusedIsNotOnline() {
        var agent = control.createAgent();

        agent.withKey("agt_" + "0".repeat(32)).open().auth().awaitsClose();

        assertThat(status(agent)).isEqualTo("offline");
    }

    @Test
    void heartbeatsMoveTheTimeOfLastSeen() {
        var agent = control.createAgent().connect();
        var first = lastSeen(agent);

        agent.heartbeat();

        await().untilAsserted(() -> assertThat(lastSeen(agent)).isAfter(first));
        assertThat(lastSeen(agent)).isBefore(Instant.now());
    }

    private void awaitsOffline(TestClient client) {
        await().untilAsserted(() -> assertThat(status(client)).isEqualTo("offline"));
        assertThat(listed(client)).isEmpty();
    }

    private String status(TestClient client) {
        return shown(client).path("status").asText();
    }

    private Instant lastSeen(TestClient client) {
        return Instant.parse(shown(client).path("lastSeenAt").asText());
    }

    private JsonNode shown(TestClient client) {
        var kind = client.isAgent() ? "agents" : "gateways";
        return control.get("/api/" + kind + "/" + client.id()).expect(200).json();
    }

    private Optional<JsonNode> listed(TestClient client) {
        var clients = control.get("/api/clients?limit=1000").expect(200).json().path("clients");
        return StreamSupport.stream(clients.spliterator(), false)
                .filter(item -> item.path("id").asText().equals(client.id().toString()))
                .findFirst();
    }
}
