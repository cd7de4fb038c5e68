package io.kakuremichi.control.events;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.EventStream;
import io.kakuremichi.control.harness.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Readers that do not read, next to one that does. */
@ControlTest
class SlowReadersTest {
    private static final int STUCK = 1_000;

    /** A piece of events of a type that nobody else makes. */
    private static final byte[] PIECE = ("event: state\ndata: {\"type\":\"client\",\"at\":\"%s\"}\n\n"
                    .formatted("x".repeat(16_000)))
            .getBytes(UTF_8);

    private final ControlApi control = ControlApi.ofTest();
    private final List<Socket> sockets = new ArrayList<>();

    @Inject
    EventChain chain;

    @Inject
    EventLanes lanes;

    @Inject
    MeterRegistry metrics;

    @AfterEach
    void close() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
    }

    @Test
    void aThousandStuckReadersNeitherDelayOthersNorHoldMemory() throws IOException {
        var before = ended("too_slow");
        try (var normal =
                EventStream.open(control, TestDatabase.ADMIN_TOKEN, "").awaitsHello()) {
            for (var i = 0; i < STUCK; i++) {
                stuck();
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> readers() == STUCK + 1);

            // More than a reader may lag behind; the normal one is given the time to read, also on a busy machine.
            for (var i = 1; i <= 80; i++) {
                append();
                var least = i - 20;
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> normal.events().size() > least);
            }
            var began = Instant.now();
            var agent = control.createAgent();
            normal.awaits(
                    event -> event.item().path("id").asText().equals(agent.id().toString()));

            assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(5));
            await().atMost(Duration.ofSeconds(20)).until(() -> ended("too_slow") - before == STUCK);
            assertThat(readers()).isEqualTo(1);
            assertThat(normal.ended()).isFalse();
            // What was buffered for one of them, in this process and in the kernel.
            assertThat(sockets.getLast().getInputStream().readAllBytes().length).isLessThan(200_000);
        }
        await().until(() -> readers() == 0);
    }

    @Test
    void aReaderThatReadsAgainInTimeGetsAReset() throws IOException {
        var before = ended("too_slow");
        var socket = stuck();
        await().until(() -> readers() == 1);
        for (var i = 0; i < 80; i++) {
            append();
        }
        await().until(() -> ended("too_slow") - before == 1);

        var all = new String(socket.getInputStream().readAllBytes(), UTF_8);

        assertThat(all).contains("event: hello").contains("""
                event: reset
                id:\s
                data: {"type":"reset","reason":"too_slow"}
                """).endsWith("0\r\n\r\n");
    }

    @Test
    void aReaderThatTakesNothingIsEndedAfterATime() throws IOException {
        var before = ended("too_slow");
        stuck();
        await().until(() -> readers() == 1);
        // Less than it may lag behind, more than its socket takes.
        for (var i = 0; i < 30; i++) {
            append();
        }

        await().atMost(Duration.ofSeconds(10)).until(() -> ended("too_slow") - before == 1);
    }

    private void append() {
        chain.state(EventType.CLIENT, PIECE);
        lanes.wake();
    }

    /** A reader that has sent its request and reads nothing. */
    private Socket stuck() throws IOException {
        var socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(4_096);
        socket.connect(
                new InetSocketAddress(control.base().getHost(), control.base().getPort()));
        socket.getOutputStream()
                .write(EventStream.request(TestDatabase.ADMIN_TOKEN, "").getBytes(US_ASCII));
        return socket;
    }

    private double ended(String reason) {
        return metrics.get("kakuremichi.events.ended")
                .tag("reason", reason)
                .counter()
                .count();
    }

    private double readers() {
        return metrics.get("kakuremichi.events.readers").gauge().value();
    }
}
