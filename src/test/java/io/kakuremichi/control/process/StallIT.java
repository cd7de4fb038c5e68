package io.kakuremichi.control.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.harness.ControlProcess;
import io.kakuremichi.control.harness.TestClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that stands still for longer than its clients may be silent: a paused virtual machine, a laptop that slept. */
class StallIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int CLIENTS = 100;

    @TempDir
    Path dataDir;

    @Test
    void clientsWhoseHeartbeatsLieInSocketsAreKept() throws Exception {
        var settings = Map.of(
                "KAKUREMICHI_SESSION_HEARTBEAT_INTERVAL",
                "1s",
                "KAKUREMICHI_SESSION_HEARTBEAT_TIMEOUT",
                TIMEOUT.toMillis() + "ms",
                "KAKUREMICHI_SESSION_HEARTBEAT_CHECK",
                "1s");
        try (var control = ControlProcess.start(dataDir, settings)) {
            var api = control.api();
            var clients = IntStream.range(0, CLIENTS)
                    .mapToObj(i -> i % 2 == 0 ? api.createAgent() : api.createGateway())
                    .toList();
            clients.forEach(client -> client.connect().heartbeatEvery(TIMEOUT.dividedBy(8)));
            var silent = api.createAgent().connect();

            control.suspend();
            standsStill(TIMEOUT.multipliedBy(3));
            control.resume();

            assertThat(silent.awaitsClose()).as("silence is still noticed").isEqualTo(4408);
            // By then every client was judged at least once after the stall.
            assertThat(clients).allSatisfy(client -> assertThat(client.isOpen()).isTrue());
            await().until(() -> control.log().contains("This process stalled"));
            assertThat(control.log()).containsOnlyOnce("Closing a silent client");
            assertThat(online(control, clients)).isEqualTo(CLIENTS);
        }
    }

    private static void standsStill(Duration duration) {
        var began = System.nanoTime();
        await().atMost(duration.multipliedBy(2)).until(() -> System.nanoTime() - began > duration.toNanos());
    }

    private static long online(ControlProcess control, List<TestClient> clients) {
        return clients.stream()
                .filter(client -> control.api()
                        .get((client.isAgent() ? "/api/agents/" : "/api/gateways/") + client.id())
                        .text("status")
                        .equals("online"))
                .count();
    }
}
