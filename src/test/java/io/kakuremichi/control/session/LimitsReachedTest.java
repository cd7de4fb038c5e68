package io.kakuremichi.control.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.certificate.Certificates;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.RawClient;
import io.kakuremichi.control.harness.RecordedLog;
import io.kakuremichi.control.harness.TestClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each limit, reached. Clients have addresses by way of a trusted proxy. */
@ControlTest
@TestProfile(LowLimits.class)
class LimitsReachedTest {
    private static final AtomicInteger ADDRESSES = new AtomicInteger();
    private static final String WRONG = "Bearer agt_00000000000000000000000000000000";

    private static final String HEARTBEAT = "{\"type\":\"heartbeat\",\"data\":{}}";

    private final ControlApi control = ControlApi.ofTest();
    private final String address = anAddress();
    private final List<TestClient> open = new ArrayList<>();

    @Inject
    MeterRegistry metrics;

    @AfterEach
    void hangUp() {
        open.forEach(TestClient::cut);
        await().until(() -> gauge("kakuremichi.sessions.unauthenticated") == 0);
        await().until(() -> metrics.get("kakuremichi.sessions").gauges().stream()
                        .mapToDouble(gauge -> gauge.value())
                        .sum()
                == 0);
    }

    @Test
    void failuresOverRestAndWebSocketCountTogether() {
        var before = reached("failed_authentications");
        for (var i = 0; i < LowLimits.FAILURES - 2; i++) {
            control.get("/api/agents", from(address, "Authorization", "Bearer wrong"))
                    .expect(401);
        }
        assertThat(refusal("/ws", from(address, "Authorization", WRONG)).status())
                .isEqualTo(401);
        var agent = unauthenticated(address, "/ws");
        agent.send("auth", Map.of("apiKey", "agt_00000000000000000000000000000000"));
        assertThat(agent.awaitsClose()).isEqualTo(4401);

        var answer = control.get("/api/agents", from(address)).expect(429);

        assertThat(answer.errorCode()).isEqualTo("RATE_LIMITED");
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 60);
        var upgrade = refusal("/ws", from(address));
        assertThat(upgrade.status()).isEqualTo(429);
        assertThat(Integer.parseInt(upgrade.header("Retry-After"))).isBetween(1, 60);
        assertThat(reached("failed_authentications") - before).isEqualTo(2);
        control.get("/api/agents", from(anAddress())).expect(200);
        control.get("/api/agents").expect(200);
    }

    @Test
    void successesDoNotCount() {
        for (var i = 0; i < LowLimits.FAILURES + 1; i++) {
            control.get("/api/agents", from(address)).expect(200);
            bearer(address).awaitConfig().close();
        }

        control.get("/api/agents", from(address)).expect(200);
    }

    @Test
    void aKeyMakesRoomForTheNext() {
        for (var i = 0; i < 2 * LowLimits.UNAUTHENTICATED; i++) {
            unauthenticated(address, "/ws?type=agent").auth().awaits("auth_success");
        }
    }

    @Test
    void hangingUpMakesRoomForTheNext() {
        for (var i = 0; i < 2 * LowLimits.UNAUTHENTICATED; i++) {
            unauthenticated(address, "/ws").cut();
            await().until(() -> gauge("kakuremichi.sessions.unauthenticated") == 0);
        }
    }

    @Test
    void thereAreSoManyUnauthenticatedConnectionsInAll() {
        var before = reached("unauthenticated");
        for (var i = 0; i < LowLimits.UNAUTHENTICATED; i++) {
            unauthenticated(anAddress(), "/ws");
        }

        var refused = refusal("/ws", from(address));

        assertThat(refused.status()).isEqualTo(503);
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 5);
        assertThat(reached("unauthenticated") - before).isEqualTo(1);
        bearer(address).awaits("auth_success");
    }

    @Test
    void thereAreSoManyConnections() {
        var before = reached("connections");
        for (var i = 0; i < LowLimits.CONNECTIONS; i++) {
            bearer(address).awaits("auth_success");
        }
        var agent = control.createAgent();

        var refused = refusal("/ws", from(address, "Authorization", "Bearer " + agent.apiKey()));

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isNotNull();
        assertThat(reached("connections") - before).isEqualTo(1);
    }

    @Test
    void messagesOverTheLimitAreDroppedAndTheConnectionLivesOn() throws IOException {
        try (var client = RawClient.open(control, "/ws?type=agent")) {
            client.text(authOf(control.createAgent())).awaits("\"config\"");

            sendTooMuch(client);

            await().atMost(Duration.ofSeconds(10)).until(() -> {
                client.text("{\"type\":\"again\",\"data\":{}}");
                return client.awaits("\"error\"") != null;
            });
        }
    }

    @Test
    void whoKeepsSendingTooMuchIsClosed() throws IOException {
        var messages = reached("messages");
        var errors = reached("errors");
        try (var client = RawClient.open(control, "/ws?type=agent")) {
            client.text(authOf(control.createAgent())).awaits("\"config\"");
            sendTooMuch(client);

            client.burst(HEARTBEAT, 50);

            assertThat(client.awaitsClose()).isEqualTo(4429);
        }
        assertThat(reached("messages") - messages).isGreaterThanOrEqualTo(10);
        assertThat(reached("errors") - errors).isEqualTo(1);
    }

    /** Certificates, because each takes long to check and none of them is an error. */
    @Test
    void aClientThatSendsFasterThanItIsServedIsClosed() throws IOException {
        var queue = reached("inbound_queue");
        var domain = ControlApi.uniqueDomain();
        control.createTunnel(domain, control.createAgent());
        var message = Certificates.rsa().domain(domain).make().message(domain);
        try (var gateway = RawClient.open(control, "/ws?type=gateway")) {
            gateway.text(authOf(control.createGateway())).awaits("\"config\"");

            // So few that none is over the limit of messages.
            gateway.burst(message, LowLimits.MESSAGE_BURST - 5);

            assertThat(gateway.awaitsClose()).isEqualTo(4429);
        }
        assertThat(reached("inbound_queue") - queue).isEqualTo(1);
    }

    /** Sends until a message is dropped, in bursts that the queue of messages has room for. */
    private static void sendTooMuch(RawClient client) throws IOException {
        String error;
        do {
            client.burst(HEARTBEAT, LowLimits.INBOUND_QUEUE / 2).text("{\"type\":\"unknown\",\"data\":{}}");
            var message = client.message();
            while (!message.path("type").asText().equals("error")) {
                message = client.message();
            }
            error = message.path("data").path("code").asText();
        } while (!error.equals("RATE_LIMITED"));
    }

    @Test
    void largerBodiesAreRefused() {
        var before = reached("body_size");

        control.post("/api/agents", "{\"name\":\"" + "x".repeat(10_240) + "\"}").expect(413);

        assertThat(reached("body_size") - before).isEqualTo(1);
    }

    @Test
    void aKeyInTheQueryIsRefusedWhereItIsNotAllowed() {
        var key = control.createAgent().apiKey();

        assertThat(refusal("/ws?type=agent&apiKey=" + key).status()).isEqualTo(400);
        assertThat(refusal("/ws?type=agent&apiKey=").status()).isEqualTo(400);
    }

    @Test
    void noKeyIsInTheAccessLog() {
        var agent = control.createAgent();
        try (var log = new RecordedLog()) {
            refusal("/ws?type=agent&apiKey=" + agent.apiKey());
            refusal("/ws", "Authorization", "Bearer " + agent.apiKey() + "x");
            control.get("/api/agents?apiKey=" + agent.apiKey(), "Authorization", agent.apiKey());
            bearer(address).awaitConfig();

            await().untilAsserted(() -> assertThat(log.text())
                    .contains(
                            "\"GET /ws HTTP/1.1\" 400",
                            "\"GET /ws HTTP/1.1\" 401",
                            "\"GET /api/agents HTTP/1.1\" 401"));
            assertThat(log.text()).doesNotContain(agent.apiKey());
        }
    }

    @Test
    void aHalfSentRequestIsCut() throws IOException {
        try (var socket = halfSent()) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aRequestThatDripsIsCut() throws IOException {
        var began = Instant.now();
        try (var socket = halfSent()) {
            socket.setSoTimeout(200);
            await().atMost(Duration.ofSeconds(10))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> drip(socket));
        }
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void aWebSocketMayBeIdleForLonger() throws IOException {
        var agent = bearer(address).awaitConfig();

        aHalfSentRequestIsCut();

        agent.awaitsHandled();
    }

    @Test
    void largeHeadersAreRefused() {
        control.get("/api/agents", "X-Large", "x".repeat(17_000)).expect(431);
        control.get("/api/agents?" + "x".repeat(5_000)).expect(414);
    }

    @Test
    void plainTextFromAnotherMachineIsRefused() {
        var plain = new String[] {"X-Forwarded-For", address, "X-Forwarded-Proto", "http"};

        var answer = control.get("/api/agents", plain).expect(403);

        assertThat(answer.errorCode()).isEqualTo("FORBIDDEN");
        assertThat(refusal("/ws", plain).status()).isEqualTo(403);
        control.get("/api/agents", "X-Forwarded-For", address).expect(403);
        control.get("/api/agents", from(address)).expect(200);
    }

    @Test
    void whatAStrangerWroteBeforeTheProxyIsIgnored() {
        var agent = control.createAgent();
        open.add(agent);

        agent.open(
                "/ws?type=agent",
                "Authorization",
                "Bearer " + agent.apiKey(),
                "X-Forwarded-For",
                "127.0.0.1, 203.0.113.5, " + address,
                "X-Forwarded-Proto",
                "https");

        agent.awaits("auth_success");
        assertThat(control.get("/api/clients").json().path("clients")).anySatisfy(client -> {
            assertThat(client.path("id").asText()).isEqualTo(agent.id().toString());
            assertThat(client.path("remoteAddress").asText()).isEqualTo(address);
        });
    }

    /** An address that no other test uses. */
    private static String anAddress() {
        var next = ADDRESSES.incrementAndGet();
        return "198.51.%d.%d".formatted(next / 250, next % 250 + 1);
    }

    private static String[] from(String address, String... more) {
        var headers = new ArrayList<>(List.of("X-Forwarded-For", address, "X-Forwarded-Proto", "https"));
        headers.addAll(List.of(more));
        return headers.toArray(String[]::new);
    }

    private TestClient bearer(String address) {
        var agent = control.createAgent();
        open.add(agent);
        return agent.open("/ws?type=agent", from(address, "Authorization", "Bearer " + agent.apiKey()));
    }

    private TestClient unauthenticated(String address, String path) {
        var agent = control.createAgent();
        agent.open(path, from(address));
        open.add(agent);
        return agent;
    }

    private TestClient.UpgradeRefused refusal(String path, String... headers) {
        var refused = new ArrayList<TestClient.UpgradeRefused>();
        assertThatThrownBy(() -> control.createAgent().open(path, headers))
                .isInstanceOfSatisfying(TestClient.UpgradeRefused.class, refused::add);
        return refused.getFirst();
    }

    private static String authOf(TestClient client) {
        return "{\"type\":\"auth\",\"data\":{\"apiKey\":\"%s\"}}".formatted(client.apiKey());
    }

    private Socket halfSent() throws IOException {
        var socket = new Socket(control.base().getHost(), control.base().getPort());
        socket.setSoTimeout(10_000);
        socket.getOutputStream()
                .write("GET /api/agents HTTP/1.1\r\nHost: localhost\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Sends a byte more; true if the connection has ended. */
    private static boolean drip(Socket socket) throws IOException {
        try {
            socket.getOutputStream().write('x');
            return socket.getInputStream().read() == -1;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    private double reached(String limit) {
        return metrics.get("kakuremichi.limits.reached")
                .tag("limit", limit)
                .counter()
                .count();
    }

    private double gauge(String name) {
        return metrics.get(name).gauge().value();
    }
}
