package io.kakuremichi.control.process;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.harness.Bodies.TunnelBody;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlProcess;
import io.kakuremichi.control.harness.TestClient;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What kill -9 of the process leaves behind. */
class CrashIT {
    @TempDir
    Path dataDir;

    @Test
    void losesNothingThatWasAnsweredWhenKilledUnderAStreamOfCreations() throws Exception {
        Set<String> answered = ConcurrentHashMap.newKeySet();
        List<TestClient> clients;
        try (var control = ControlProcess.start(dataDir)) {
            var agent = control.api().createAgent().connect();
            var gateway = control.api().createGateway().connect();
            clients = List.of(agent, gateway);
            var writers = IntStream.range(0, 4)
                    .mapToObj(writer -> Thread.startVirtualThread(() -> create(control.api(), agent, answered)))
                    .toList();
            await().until(() -> answered.size() > 200);

            control.kill();

            for (var writer : writers) {
                writer.join();
            }
        }
        try (var control = ControlProcess.start(dataDir)) {
            var api = control.api();
            assertThat(tunnels(api)).containsAll(answered);
            for (var client : clients) {
                var reconnected = client.at(api).connect();
                assertThat(reconnected.tunnels().keySet()).isEqualTo(tunnels(api));
            }
        }
    }

    @Test
    void takesNobodyForOnlineAfterACrash() throws Exception {
        UUID agentId;
        try (var control = ControlProcess.start(dataDir)) {
            var agent = control.api().createAgent().connect();
            agentId = agent.id();
            assertThat(control.api().get("/api/agents/" + agentId).text("status"))
                    .isEqualTo("online");

            control.kill();
        }
        try (var control = ControlProcess.start(dataDir)) {
            assertThat(control.api().get("/api/agents/" + agentId).text("status"))
                    .isEqualTo("offline");
            assertThat(control.api().get("/api/clients").json().path("total").asInt())
                    .isZero();
        }
    }

    @Test
    void databaseThatIsKilledIsStartedAgainUnderTheSameSessions() throws Exception {
        Set<String> answered = ConcurrentHashMap.newKeySet();
        try (var control = ControlProcess.start(dataDir)) {
            var api = control.api();
            var agent = api.createAgent().connect();
            var gateway = api.createGateway().connect();
            var late = api.createGateway();
            var writer = Thread.startVirtualThread(() -> create(api, agent, answered));
            await().until(() -> answered.size() > 50);
            var before = answered.size();

            killDatabase();

            await().atMost(Duration.ofSeconds(30)).until(() -> answered.size() > before + 50);
            await().atMost(Duration.ofSeconds(30)).until(control::isReady);
            assertThat(List.of(agent, gateway))
                    .allSatisfy(client -> assertThat(client.isOpen()).isTrue());
            late.connect();
            assertThat(control.log()).contains("The embedded PostgreSQL ended and is started again");
            control.kill();
            writer.join();
        }
        try (var control = ControlProcess.start(dataDir)) {
            assertThat(tunnels(control.api())).containsAll(answered);
        }
    }

    @Test
    void processEndsWhenItsDatabaseCannotBeKeptRunning() throws Exception {
        var settings = Map.of("KAKUREMICHI_DATABASE_GIVE_UP_AFTER", "1s");
        try (var control = ControlProcess.start(dataDir, settings)) {
            var agent = control.api().createAgent().connect();
            Files.move(dataDir.resolve("pgdata/global/pg_control"), dataDir.resolve("pg_control"));

            killDatabase();

            assertThat(control.awaitExit()).isEqualTo(71);
            assertThat(agent.awaitsClose()).isEqualTo(1012);
            assertThat(control.log().lines().filter(line -> line.contains("ERROR")))
                    .singleElement()
                    .asString()
                    .contains("Control ends with exit code 71", "could not be kept running", "pg_control");
        }
        Files.move(dataDir.resolve("pg_control"), dataDir.resolve("pgdata/global/pg_control"));
        try (var control = ControlProcess.start(dataDir)) {
            assertThat(control.isReady()).isTrue();
        }
    }

    private void killDatabase() throws Exception {
        var pid = Files.readAllLines(dataDir.resolve("pgdata/postmaster.pid")).getFirst();
        ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
    }

    @Test
    void secondControlOnTheSameDirectoryRefusesWithOneLine() throws Exception {
        try (var first = ControlProcess.start(dataDir);
                var second = ControlProcess.launch(dataDir, Map.of())) {
            assertThat(second.awaitExit()).isEqualTo(1);
            assertThat(second.log().strip().lines())
                    .singleElement()
                    .asString()
                    .contains("Another Control is using the data directory");
            assertThat(first.isReady()).isTrue();
        }
    }

    @Test
    void stoppingClosesSocketsWith1012AndLeavesNobodyOnline() throws Exception {
        UUID agentId;
        try (var control = ControlProcess.start(dataDir)) {
            var agent = control.api().createAgent().connect();
            agentId = agent.id();

            var exitCode = control.stop();

            assertThat(exitCode).isIn(0, 143);
            assertThat(agent.awaitsClose()).isEqualTo(1012);
            assertThat(control.log()).doesNotContain("ERROR").doesNotContain("WARN");
        }
        try (var control = ControlProcess.start(dataDir)) {
            assertThat(control.api().get("/api/agents/" + agentId).text("status"))
                    .isEqualTo("offline");
        }
    }

    private static void create(ControlApi api, TestClient agent, Set<String> answered) {
        try {
            while (true) {
                var answer =
                        api.post("/api/tunnels", new TunnelBody(ControlApi.uniqueDomain(), agent.id(), "localhost:80"));
                if (answer.status() == 201) {
                    answered.add(answer.text("id"));
                }
            }
        } catch (UncheckedIOException killed) {
            // That is the end of the stream.
        }
    }

    private static Set<String> tunnels(ControlApi api) {
        var ids = new java.util.HashSet<String>();
        var cursor = "";
        do {
            var page = api.get("/api/tunnels?limit=1000" + cursor).expect(200).json();
            ids.addAll(StreamSupport.stream(page.path("tunnels").spliterator(), false)
                    .map(tunnel -> tunnel.path("id").asText())
                    .collect(toSet()));
            cursor = page.path("nextCursor").isTextual()
                    ? "&cursor=" + page.path("nextCursor").asText()
                    : "";
        } while (!cursor.isEmpty());
        return ids;
    }
}
