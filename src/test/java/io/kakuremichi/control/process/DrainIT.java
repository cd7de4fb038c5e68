package io.kakuremichi.control.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.harness.ClassLog;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlProcess;
import io.kakuremichi.control.harness.EventStream;
import io.kakuremichi.control.harness.ExternalDatabase;
import io.kakuremichi.control.harness.TcpProxy;
import io.kakuremichi.control.harness.TestClient;
import io.kakuremichi.control.harness.TestClient.UpgradeRefused;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Replicas that stop while another one goes on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DrainIT {
    private static final Duration DRAIN = Duration.ofSeconds(3);
    private static final Map<String, String> SETTINGS = Map.of("KAKUREMICHI_DRAIN_DURATION", DRAIN.toMillis() + "ms");
    private static final int CLIENTS = 40;

    /** What a REST call loads depends on what happens to it; a call that lacks a class is answered with an error. */
    private static final Pattern OF_CALLS = Pattern.compile("(?:org\\.jboss\\.resteasy|io\\.smallrye\\.mutiny)\\..*");

    @TempDir
    static Path directory;

    private ExternalDatabase database;
    private TcpProxy way;
    private ControlProcess stays;

    @BeforeAll
    void start() throws Exception {
        database = ExternalDatabase.start(directory.resolve("database"));
        way = database.proxy();
        stays = database.replica("stays", way, SETTINGS);
    }

    @AfterAll
    void stop() throws Exception {
        stays.close();
        way.close();
        database.close();
    }

    @Test
    void socketsAreClosedSpreadOutAndServedUntilThenWithoutLoadingClasses() throws Exception {
        var classes = new ClassLog(directory.resolve("classes"));
        var settings = new HashMap<>(SETTINGS);
        // Jobs load classes of their own, at the end of each minute.
        settings.put("QUARKUS_SCHEDULER_ENABLED", "false");
        try (var stops = database.replica("stops", way, settings, classes.options())) {
            Queue<Duration> closes = new ConcurrentLinkedQueue<>();
            var clients = gateways(stops);
            var agent = stays.api().createAgent();
            var served = stops.api().createAgent().connect();
            var late = stops.api().createAgent();
            stops.api().createTunnel(ControlApi.uniqueDomain(), served);
            var events = EventStream.open(stops.api(), ControlProcess.ADMIN_TOKEN, "")
                    .awaitsHello();
            if (!ControlProcess.isBinary()) {
                classes.skip();
            }
            var began = System.nanoTime();
            clients.forEach(
                    client -> client.closed().thenRun(() -> closes.add(Duration.ofNanos(System.nanoTime() - began))));

            stops.terminate();

            await().pollInterval(Duration.ofMillis(20)).until(() -> !stops.isReady());
            assertThat(stops.management().get("/q/health/ready").body()).contains("REFUSING");
            var refused = catchThrowableOfType(UpgradeRefused.class, late::open);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isNotNull();
            events.awaitsEnd();
            assertThat(stops.api().get("/api/events").status()).isEqualTo(503);
            var tunnel = stops.api().createTunnel(ControlApi.uniqueDomain(), agent);
            await("those still connected to be told").untilAsserted(() -> assertThat(clients)
                    .anySatisfy(client -> assertThat(client.tunnels()).containsKey(tunnel.toString())));
            changeEverything(stays.api(), served);
            assertThat(clients)
                    .allSatisfy(client -> assertThat(client.awaitsClose()).isEqualTo(1012));
            var order = closes.stream().sorted().toList();
            assertThat(Collections.max(order).minus(order.getFirst())).isGreaterThan(DRAIN.dividedBy(2));
            assertThat(order.get(CLIENTS / 2)).isBetween(DRAIN.dividedBy(5), DRAIN);
            assertThat(stops.awaitExit()).isIn(0, 143);
            assertThat(stops.log()).doesNotContain("ERROR").doesNotContain("WARN");
            if (!ControlProcess.isBinary()) {
                assertThat(classes.sinceSkip())
                        .filteredOn(name -> !OF_CALLS.matcher(name).matches())
                        .as("classes to add to preloaded-classes.txt")
                        .isEmpty();
            }
        }
    }

    /** Changes of every kind, for the delivery on the replica that drains. */
    private static void changeEverything(ControlApi api, TestClient agent) {
        var tunnel = api.createTunnel(ControlApi.uniqueDomain(), agent);
        api.changeTunnel(tunnel, Map.of("target", "web:81")).expect(200);
        api.patch("/api/agents/" + agent.id(), Map.of("name", ControlApi.uniqueName("agent")))
                .expect(200);
        api.deleteTunnel(tunnel).expect(200);
        var gateway = api.createGateway();
        api.patch("/api/gateways/" + gateway.id(), Map.of("publicIp", "198.51.100.7"))
                .expect(200);
        api.delete("/api/gateways/" + gateway.id()).expect(200);
    }

    @Test
    void aReplicaWithoutClientsStopsAtOnceButFinishesCallsUnderWay() throws Exception {
        try (var stops = database.replica("idle", way, Map.of("KAKUREMICHI_DRAIN_DURATION", "1m"));
                var call = new Socket("localhost", stops.api().base().getPort())) {
            var body = "{\"name\": \"%s\"}".formatted(ControlApi.uniqueName("agent"));
            call.getOutputStream().write("""
                    POST /api/agents HTTP/1.1\r
                    Host: localhost\r
                    Authorization: Bearer %s\r
                    Content-Type: application/json\r
                    Content-Length: %d\r
                    \r
                    """.formatted(ControlProcess.ADMIN_TOKEN, body.length())
                    .getBytes(US_ASCII));
            call.getOutputStream().flush();
            // Answered after the first part of the other call came in, on the same event loop or another.
            stops.api().get("/api/agents").expect(200);

            stops.terminate();

            await().pollInterval(Duration.ofMillis(20))
                    .until(() -> stops.api().get("/api/agents").status() == 503);
            call.getOutputStream().write(body.getBytes(US_ASCII));
            call.getOutputStream().flush();
            assertThat(new String(call.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith("HTTP/1.1 201");
            assertThat(stops.awaitExit()).isIn(0, 143);
        }
    }

    @Test
    void clientsThatDoNotComeBackAreOfflineAfterTheGraceAndThoseThatDoNever() throws Exception {
        var stops = database.replica("gone", way, SETTINGS);
        var lost = stops.api().createAgent().connect();
        var left = stops.api().createAgent().connect();
        left.close();
        stops.stop();

        assertThat(status(lost)).isEqualTo("online");
        assertThat(status(left)).isEqualTo("offline");
        await().atMost(Duration.ofSeconds(15)).until(() -> status(lost).equals("offline"));
    }

    @Test
    void aRollingRestartLosesNoChangeAndShowsNobodyOffline() throws Exception {
        var replicas = List.of("first", "second");
        var load = new RollingLoad(stays.api().createAgent());
        var running = new HashMap<String, ControlProcess>();
        for (var name : replicas) {
            running.put(name, database.replica(name, way, SETTINGS));
            load.serves(name, running.get(name).api());
        }
        var gateways = IntStream.range(0, CLIENTS)
                .mapToObj(i -> stays.api().createGateway())
                .toList();
        load.connect(gateways);
        load.write();
        try (var watch = new OfflineWatch(database, gateways)) {
            for (var name : replicas) {
                var old = running.get(name);
                assertThat(old.stop()).isIn(0, 143);
                running.put(name, database.replica(name, way, SETTINGS));
                load.serves(name, running.get(name).api());
            }
            load.stopWriting();
            await("every gateway to know every tunnel")
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(load.clients()).allSatisfy(client -> {
                        assertThat(client.isOpen()).isTrue();
                        assertThat(client.tunnels().keySet()).containsAll(load.answered());
                    }));
            assertThat(watch.seenOffline()).isEmpty();
            assertThat(watch.looks()).isGreaterThan(50);
        } finally {
            load.close();
            for (var control : running.values()) {
                control.close();
            }
        }
        assertThat(load.answered()).hasSizeGreaterThan(20);
        assertThat(load.closeCodes()).containsOnly(1012);
    }

    private List<TestClient> gateways(ControlProcess control) {
        return IntStream.range(0, CLIENTS)
                .mapToObj(i -> control.api().createGateway().connect())
                .toList();
    }

    private String status(TestClient agent) {
        return stays.api().get("/api/agents/" + agent.id()).expect(200).text("status");
    }
}
