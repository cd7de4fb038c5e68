package io.kakuremichi.control.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.NodeJs;
import io.kakuremichi.control.harness.TcpProxy;
import io.kakuremichi.control.harness.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sample clients do what they are shown for, in processes of their own, through a network that is cut. */
@ControlTest
class SampleClientsTest {
    private static final Path SAMPLES = Path.of("src/docs/clients/samples");
    private static final int MOST_LINES = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ControlApi control = ControlApi.ofTest();

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"agent", "gateway"})
    void javaClientKeepsItsStateThroughCuts(String type) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

        keepsItsStateThroughCuts(type, java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "Client.java");
    }

    @Test
    void javaScriptClientKeepsItsStateThroughCuts() throws Exception {
        var program = new ArrayList<>(nodeWithWebSocket());
        assumeFalse(program.isEmpty(), "no Node.js that has WebSocket");
        program.add("client.mjs");

        keepsItsStateThroughCuts("gateway", program.toArray(String[]::new));
    }

    @Test
    void javaScriptClientIsWellFormed() throws Exception {
        var node = NodeJs.find();
        assumeTrue(node.isPresent(), "no Node.js");

        assertThat(run(List.of(
                        node.get(), "--check", SAMPLES.resolve("client.mjs").toString())))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Client.java", "client.mjs"})
    void clientIsShort(String name) throws IOException {
        assertThat(Files.readAllLines(SAMPLES.resolve(name)))
                .hasSizeLessThanOrEqualTo(MOST_LINES)
                .allMatch(line -> line.length() <= 120);
    }

    @Test
    void samplesWithoutArgumentsSayHowToUseThem() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

        assertSaysUsage(java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "Client.java");
        var node = NodeJs.find();
        if (node.isPresent()) {
            assertSaysUsage(node.get(), "client.mjs");
        }
    }

    private void assertSaysUsage(String... program) throws Exception {
        var out = directory.resolve("usage");
        var process = new ProcessBuilder(program)
                .directory(SAMPLES.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();

        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(Files.readAllLines(out)).singleElement().asString().startsWith("Usage: ");
    }

    private void keepsItsStateThroughCuts(String type, String... program) throws Exception {
        var agent = control.createAgent();
        var client = type.equals("agent") ? agent : control.createGateway();
        var out = directory.resolve("out");
        try (var network = new TcpProxy(control.base().getPort())) {
            var process = start(network, client, type, out, program);
            try {
                awaitOut(out, "config .*");

                var first = ControlApi.uniqueDomain();
                var tunnel = control.createTunnel(first, agent);
                awaitOut(out, "tunnel_create .*" + first + ".*");

                network.cut();
                // Twice: the second time is a try that failed, after which it has to try again.
                await().atMost(PATIENCE).until(() -> Files.readString(out).split("closed 1006", -1).length > 2);
                control.changeTunnel(tunnel, Map.of("target", "localhost:9999"));
                var second = ControlApi.uniqueDomain();
                control.createTunnel(second, agent);
                network.restore();
                // Both tunnels at once: the one received before the cut, and the missed one. A config would contain
                // both too,
                // but none came.
                awaitOut(out, "tunnel_create .*" + first + ".*localhost:9999.*" + second + ".*");
                assertThat(Files.readString(out)).containsOnlyOnce("\nconfig");

                awaitApplied(client);

                control.post("/api/" + type + "s/" + client.id() + "/api-key", "{}")
                        .expect(200);
                assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
                assertThat(process.exitValue()).isEqualTo(1);
                assertThat(Files.readString(out)).contains("closed 4403");
            } finally {
                process.destroyForcibly();
            }
        }
    }

    /** It is online, and has acknowledged every revision. */
    private void awaitApplied(TestClient client) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            var clients =
                    control.get("/api/clients?limit=1000").expect(200).json().path("clients");
            assertThat(clients)
                    .filteredOn(shown ->
                            shown.path("id").asText().equals(client.id().toString()))
                    .singleElement()
                    .satisfies(shown -> assertThat(shown.path("revisionApplied").asLong())
                            .isPositive()
                            .isGreaterThanOrEqualTo(shown.path("revisionWanted").asLong()));
        });
    }

    private static void awaitOut(Path out, String line) {
        await("a line like " + line)
                .atMost(PATIENCE)
                .until(() -> Files.readString(out).lines().anyMatch(each -> each.matches(line)));
    }

    private static Process start(TcpProxy network, TestClient client, String type, Path out, String... program)
            throws IOException {
        var command = new ArrayList<>(List.of(program));
        command.addAll(List.of("ws://localhost:" + network.port(), type, client.apiKey()));
        return new ProcessBuilder(command)
                .directory(SAMPLES.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
    }

    /** The command that runs a script, if there is one: Node.js 22 has WebSocket by default, 20 with an option. */
    private static List<String> nodeWithWebSocket() throws IOException, InterruptedException {
        var node = NodeJs.find();
        if (node.isEmpty()) {
            return List.of();
        }
        for (var command :
                List.of(List.of(node.get()), List.of(node.get(), "--no-warnings", "--experimental-websocket"))) {
            var attempt = new ArrayList<>(command);
            attempt.addAll(List.of("--eval", "process.exit(typeof WebSocket === 'function' ? 0 : 1)"));
            if (run(attempt) == 0) {
                return command;
            }
        }
        return List.of();
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", command) + " does not end");
        }
        return process.exitValue();
    }
}
