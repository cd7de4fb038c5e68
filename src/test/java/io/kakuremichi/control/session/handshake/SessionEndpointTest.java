package io.kakuremichi.control.session.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.RawClient;
import io.quarkus.websockets.next.HandshakeRequest;
import io.quarkus.websockets.next.OpenConnections;
import io.quarkus.websockets.next.WebSocketConnection;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What the WebSocket extension does around a session. */
@ControlTest
class SessionEndpointTest {
    private final ControlApi control = ControlApi.ofTest();

    @Inject
    OpenConnections connections;

    @Test
    void messagesAreHandledOnTheEventLoopWithoutARequestContext() {
        var agent = control.createAgent().connect();
        // The first confirms the private key, which needs the database; later ones need memory only.
        agent.heartbeat();

        await().untilAsserted(() -> {
            agent.sendRaw("{\"type\":\"heartbeat\",\"data\":{\"timestamp\":424242}}");
            assertThat(RequestContextProbe.SEEN)
                    .filteredOn(seen -> seen.text().contains("424242"))
                    .isNotEmpty()
                    .allSatisfy(seen -> {
                        assertThat(seen.onEventLoop()).isTrue();
                        assertThat(seen.inRequestContext()).isFalse();
                    });
        });
    }

    @Test
    void noHeaderOfTheUpgradeStaysButThoseOfTheHandshake() {
        var before = ids();
        control.createAgent().openWithBearer().awaitConfig();

        var opened = StreamSupport.stream(connections.spliterator(), false)
                .filter(connection -> !before.contains(connection.id()))
                .map(WebSocketConnection::handshakeRequest)
                .map(HandshakeRequest::headers)
                .toList();

        assertThat(opened).isNotEmpty().allSatisfy(headers -> assertThat(headers.keySet())
                .isSubsetOf("host", "connection", "upgrade", "sec-websocket-key", "sec-websocket-version"));
    }

    @Test
    void noIdentityOfRestStaysWithAConnection() {
        var before = UpgradeIdentityProbe.SEEN.size();
        control.createAgent().openWithBearer().awaitConfig();
        control.get("/api/agents").expect(200);

        assertThat(UpgradeIdentityProbe.SEEN.stream().skip(before).toList())
                .contains(
                        new UpgradeIdentityProbe.Seen("/ws", false), new UpgradeIdentityProbe.Seen("/api/agents", true))
                .doesNotContain(new UpgradeIdentityProbe.Seen("/ws", true));
    }

    @Test
    void aFrameRightBehindTheUpgradeRequestIsHandled() throws Exception {
        var agent = control.createAgent();
        var auth = "{\"type\":\"auth\",\"data\":{\"apiKey\":\"%s\"}}".formatted(agent.apiKey());

        try (var client = RawClient.openWithText(control, "/ws?type=agent", auth)) {
            client.awaits("auth_success").awaits("\"config\"");
        }
    }

    @Test
    void controlPingsItsClients() throws Exception {
        var agent = control.createAgent();
        try (var client = RawClient.open(control, "/ws?type=agent")) {
            client.text("{\"type\":\"auth\",\"data\":{\"apiKey\":\"%s\"}}".formatted(agent.apiKey()));
            client.awaits("\"config\"");

            // The first follows the private key; the next come by the clock.
            client.awaitsPing("").awaitsPing("");
        }
    }

    private Set<String> ids() {
        return StreamSupport.stream(connections.spliterator(), false)
                .map(WebSocketConnection::id)
                .collect(Collectors.toSet());
    }
}
