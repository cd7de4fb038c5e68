package io.kakuremichi.control.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlProcess;
import io.kakuremichi.control.harness.RawClient;
import io.kakuremichi.control.harness.TestClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand gateways that authenticate and then read nothing, while changes pour in. */
class SlowClientsIT {
    private static final int SLOW = Integer.getInteger("slow.clients", 1_000);
    private static final int CHANGES = Integer.getInteger("slow.changes", 1_500);
    private static final int WRITERS = 4;

    /** Beside the few MB that a process grows anyway: two dozen KB for each that takes nothing. */
    private static final long MOST_GROWTH_MB = 96;

    @TempDir
    Path dataDir;

    @Test
    void areClosedAndCostLittleAndHoldUpNobody() throws Exception {
        var settings = Map.of(
                "KAKUREMICHI_NETWORK_AGENT_PREFIX", "20",
                "KAKUREMICHI_SESSION_SEND_TIMEOUT", "5s",
                "JAVA_TOOL_OPTIONS", "-Xmx192m");
        List<RawClient> slow = new ArrayList<>();
        try (var control = ControlProcess.start(dataDir, settings);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var api = control.api();
            var agent = api.createAgent();
            var tunnel = api.createTunnel(ControlApi.uniqueDomain(), agent);
            var quick = api.createGateway().openWith("delta").awaitConfig().heartbeatEvery(Duration.ofSeconds(5));
            for (var gateway : inParallel(threads, SLOW, i -> api.createGateway())) {
                slow.add(connected(api, gateway));
            }
            System.out.println(java.time.Instant.now() + " created");
            await().until(() -> sessions(control) == SLOW + 1);
            System.out.println(java.time.Instant.now() + " connected");
            var before = control.residentMegabytes();

            inParallel(threads, CHANGES, i -> api.changeTunnel(tunnel, Map.of("target", "web:" + (1 + i))));

            System.out.println(java.time.Instant.now() + " changed "
                    + quick.messages("tunnel_update").size() + " " + quick.isOpen() + " " + sessions(control) + " "
                    + control.residentMegabytes());
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(quick.messages("tunnel_update"))
                    .hasSize(CHANGES));
            await().atMost(Duration.ofSeconds(60)).until(() -> sessions(control) == 1);
            var growth = control.residentMegabytes() - before;
            System.out.printf("%d slow gateways, %d changes: %d MB before, %+d MB%n", SLOW, CHANGES, before, growth);
            assertThat(growth).isLessThan(MOST_GROWTH_MB);
            assertThat(quick.messages("config")).hasSize(1);
            assertThat(slow.getFirst().awaitsClose()).isIn(4429, 1006);
            assertThat(control.log()).doesNotContain("OutOfMemory", "ERROR");
        } finally {
            for (var each : slow) {
                each.close();
            }
        }
    }

    private static RawClient connected(ControlApi api, TestClient gateway) throws Exception {
        return RawClient.openNarrow(api, "/ws?type=gateway", 2_048)
                .text("{\"type\":\"auth\",\"data\":{\"apiKey\":\"%s\",\"capabilities\":[\"delta\"]}}"
                        .formatted(gateway.apiKey()));
    }

    private static long sessions(ControlProcess control) {
        var metrics = control.management().get("/q/metrics").body();
        var gauge = Pattern.compile("(?m)^kakuremichi_sessions\\{type=\"gateway\"} ([0-9.]+)")
                .matcher(metrics);
        return gauge.find() ? Math.round(Double.parseDouble(gauge.group(1))) : -1;
    }

    private static <T> List<T> inParallel(ExecutorService threads, int count, Step<T> step) throws Exception {
        var next = new AtomicInteger();
        var writers = new ArrayList<Future<List<T>>>();
        for (var i = 0; i < WRITERS; i++) {
            writers.add(threads.submit(() -> {
                var done = new ArrayList<T>();
                for (var each = next.getAndIncrement(); each < count; each = next.getAndIncrement()) {
                    done.add(step.take(each));
                }
                return done;
            }));
        }
        var all = new ArrayList<T>();
        for (var writer : writers) {
            all.addAll(writer.get());
        }
        return all;
    }

    private interface Step<T> {
        T take(int index);
    }
}
