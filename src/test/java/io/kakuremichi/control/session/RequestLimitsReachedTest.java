package io.kakuremichi.control.session;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.EventStream;
import io.kakuremichi.control.harness.TestDatabase;
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
import org.junit.jupiter.api.Test;

/** Limits of the size and duration of HTTP requests, reached. */
@ControlTest
@TestProfile(LowLimits.class)
class RequestLimitsReachedTest {
    private final ControlApi control = ControlApi.ofTest();

    @Inject
    MeterRegistry metrics;

    @Test
    void largerBodiesAreRefused() {
        var before = LowLimits.reached(metrics, "body_size");

        control.post("/api/agents", "{\"name\":\"" + "x".repeat(10_240) + "\"}").expect(413);

        assertThat(LowLimits.reached(metrics, "body_size") - before).isEqualTo(1);
    }

    @Test
    void largeHeadersAreRefused() {
        control.get("/api/agents", "X-Large", "x".repeat(17_000)).expect(431);
        control.get("/api/agents?" + "x".repeat(5_000)).expect(414);
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
        var agent = control.createAgent();
        agent.open(
                "/ws?type=agent",
                "Authorization",
                "Bearer " + agent.apiKey(),
                "X-Forwarded-Proto",
                "https",
                "X-Forwarded-For",
                "192.0.2.1");
        agent.awaitConfig();

        aHalfSentRequestIsCut();

        agent.awaitsHandled();
        agent.cut();
    }

    /** Nothing is sent on it for longer than a request may take. */
    @Test
    void aStreamOfEventsMayBeIdleForLonger() throws IOException {
        try (var stream = EventStream.open(control, TestDatabase.ADMIN_TOKEN, "?types=agent_create")
                .awaitsHello()) {
            aHalfSentRequestIsCut();
            aHalfSentRequestIsCut();

            var agent = control.createAgent();

            stream.awaits(
                    event -> event.item().path("id").asText().equals(agent.id().toString()));
        }
    }

    @Test
    void moreStreamsOfEventsThanAllowedAreRefused() {
        var before = LowLimits.reached(metrics, "event_readers");
        var streams = new ArrayList<EventStream>();
        for (var i = 0; i < LowLimits.EVENT_READERS; i++) {
            streams.add(EventStream.open(control, TestDatabase.ADMIN_TOKEN, "").awaitsHello());
        }

        var refused = control.get("/api/events");

        assertError(refused, 503, "UNAVAILABLE");
        assertThat(refused.header("Retry-After")).isNotNull();
        assertThat(LowLimits.reached(metrics, "event_readers") - before).isEqualTo(1);
        streams.forEach(EventStream::close);
        await().until(() -> metrics.get("kakuremichi.events.readers").gauge().value() == 0);
        EventStream.open(control, TestDatabase.ADMIN_TOKEN, "").awaitsHello().close();
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
}
