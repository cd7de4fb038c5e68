package io.kakuremichi.control.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.certificate.Certificates;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlProcess;
import io.kakuremichi.control.harness.RawClient;
import io.kakuremichi.control.harness.TestClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand gateways that authenticate and then read nothing, while changes pour in. */
class SlowClientsIT {
    private static final int SLOW = 1_000;
    private static final int TUNNEL_CHANGES = 400;
    private static final int CERTIFICATES = 60;
    private static final int CERTIFICATE_CHARACTERS = 20_000;
    private static final int WRITERS = 4;

    /**
     * Each may hold one message that it does not take, and what is queued is shared by all. Everything they were not sent would be
     * ten times as much.
     */
    private static final long MOST_GROWTH_MB = 170;

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
            var domain = ControlApi.uniqueDomain();
            var tunnel = api.createTunnel(domain, agent);
            var quick = connect(api);
            var reporter = connect(api);
            for (var gateway : inParallel(threads, SLOW, i -> api.createGateway())) {
                slow.add(connectNarrow(api, gateway));
            }
            await().until(() -> sessions(control) == SLOW + 2);
            var before = control.residentMegabytes();

            for (var i = 0; i < CERTIFICATES; i++) {
                reporter.sendRaw(Certificates.ofNewKey()
                        .domain(domain)
                        .comment(CERTIFICATE_CHARACTERS)
                        .make()
                        .message(domain));
            }
            inParallel(threads, TUNNEL_CHANGES, i -> api.changeTunnel(tunnel, Map.of("target", "web:" + (1 + i))));

            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                assertThat(quick.messages("tunnel_update")).hasSize(TUNNEL_CHANGES);
                assertThat(quick.messages("certificate_update")).hasSize(CERTIFICATES);
            });
            await().atMost(Duration.ofSeconds(30)).until(() -> sessions(control) == 2);
            await().untilAsserted(() -> assertThat(online(api)).containsExactlyInAnyOrder(quick.id(), reporter.id()));
            var growth = control.residentMegabytes() - before;
            System.out.printf("%d slow gateways: %d MB before, %+d MB after%n", SLOW, before, growth);
            assertThat(growth).isLessThan(MOST_GROWTH_MB);
            assertThat(quick.messages("config")).hasSize(1);
            assertThat(slow.getFirst().awaitsClose()).isIn(4429, 1006);
            assertThat(control.log()).contains("limit=send_time").doesNotContain("OutOfMemory", "ERROR");
        } finally {
            for (var each : slow) {
                each.close();
            }
        }
    }

    private static TestClient connect(ControlApi api) {
        return api.createGateway().openWith("delta").awaitConfig().heartbeatEvery(Duration.ofSeconds(5));
    }

    private static RawClient connectNarrow(ControlApi api, TestClient gateway) throws Exception {
        return RawClient.openNarrow(api, "/ws?type=gateway", 2_048)
                .text("{\"type\":\"auth\",\"data\":{\"apiKey\":\"%s\",\"capabilities\":[\"delta\"]}}"
                        .formatted(gateway.apiKey()));
    }

    private static List<UUID> online(ControlApi api) {
        return api.get("/api/clients?limit=1000").json().findValuesAsText("id").stream()
                .map(UUID::fromString)
                .toList();
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
