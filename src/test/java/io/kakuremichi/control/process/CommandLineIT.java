package io.kakuremichi.control.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlProcess;
import io.kakuremichi.control.harness.OriginalFile;
import io.kakuremichi.control.harness.SampleMachine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a command, in processes of its own. */
class CommandLineIT {
    @TempDir
    Path directory;

    @Test
    void commandsCallAServerWithoutBeingOne() throws Exception {
        // What the commands read, the server has in its environment as well.
        var settings = Map.of("KAKUREMICHI_URL", "http://localhost:1", "KAKUREMICHI_TOKEN", "none");
        try (var control = ControlProcess.start(directory.resolve("server"), settings)) {
            var url = control.api().base().toString();

            var created = run(Map.of(), "agent", "create", "office", "-q", "--url", url);

            assertThat(created.exitCode()).as(created.err()).isZero();
            assertThat(created.out()).matches("agt_\\w{32}\\R");
            assertThat(created.err()).isEmpty();
            assertThat(Files.exists(directory.resolve("data"))).isFalse();

            var key = run(Map.of(), "enrollment-key", "create", "web", "--type", "agent", "-q", "--url", url);
            var file = directory.resolve("agent.env");
            var enrolled = run(
                    Map.of("KAKUREMICHI_ENROLLMENT_KEY", key.out().strip()),
                    "enroll",
                    "--output",
                    file.toString(),
                    "--url",
                    url);
            assertThat(enrolled.exitCode()).as(enrolled.err()).isZero();
            assertThat(file).content().matches("API_KEY=agt_\\w{32}\nCONTROL_URL=ws://.*/ws\n");

            assertThat(run(Map.of(), "agent", "show", "nowhere", "--url", url).exitCode())
                    .isEqualTo(1);
            assertThat(run(Map.of("KAKUREMICHI_TOKEN", "wrong"), "clients", "--url", url)
                            .exitCode())
                    .isEqualTo(4);
            importsAnOriginal(control, url);
            copiesTheConfiguration(control.api());
            machinesEnrollAsTheSamplesSay(control);
        }
    }

    private void machinesEnrollAsTheSamplesSay(ControlProcess control) throws Exception {
        var key = control.api().post("/api/enrollment-keys", """
                        {"name": "samples", "type": "agent", "uses": 2}""").expect(201);
        var machine = new SampleMachine(directory.resolve("machine"), control, key.text("key"));

        machine.bootsWithCloudInit();

        var apiKey = machine.apiKey();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(machine.environment())))
                .isEqualTo("rw-------");
        assertThat(machine.environment().resolveSibling("enrollment-key")).doesNotExist();
        assertThat(machine.called("systemctl")).isEqualTo("enable --now kakuremichi-agent");
        control.api().clientWithKey("agent", apiKey).connect().close();

        // The same machine, whose first answer was lost.
        Files.delete(machine.environment());
        machine.bootsWithCloudInit();
        assertThat(machine.apiKey()).isEqualTo(apiKey);
        if (SampleMachine.has("curl", "jq")) {
            machine.enrollsWithCurl();
            assertThat(machine.apiKey()).isEqualTo(apiKey);
        }

        machine.startsAsPod("7d8f");
        var called = machine.called("your-agent");
        machine.startsAsPod("7d8f");
        assertThat(called).matches("agt_\\w{32} ws://.*/ws").doesNotContain(apiKey);
        assertThat(machine.called("your-agent")).isEqualTo(called);
        assertThat(control.api().get(key.header("Location")).json().path("used").asInt())
                .isEqualTo(2);
    }

    /** Only the URL of the clients changes. */
    private void importsAnOriginal(ControlProcess control, String url) throws Exception {
        var file = directory.resolve("original.db");
        try (var original = OriginalFile.create(file)) {
            original.execute("PRAGMA journal_mode = WAL")
                    .agent("a", "my office", "agt_of-the-original", null)
                    .gateway("g", "tokyo", "key-without-prefix-0123456789", "203.0.113.7")
                    .tunnel("t", "moved.example", "a", "localhost");

            var imported = run(Map.of(), "import", file.toString(), "--url", url);
            assertThat(imported.exitCode()).as(imported.err()).isZero();
            assertThat(imported.out())
                    .contains("my-office", "tokyo", "moved.example")
                    .doesNotContain("of-the-original");
            assertThat(imported.err()).contains("3 created, 0 unchanged, 0 skipped");
        }
        var again = run(Map.of(), "import", file.toString(), "--dry-run", "--url", url);
        assertThat(again.err()).contains("0 created, 3 unchanged, 0 skipped");

        var gateway = control.api().clientWithKey("gateway", "key-without-prefix-0123456789");
        gateway.open("/").sendRaw("""
                {"type":"auth","timestamp":1,"apiKey":"key-without-prefix-0123456789","clientType":"gateway"}""");
        assertThat(gateway.awaits("config_update")
                        .at("/config/tunnels/0/domain")
                        .asText())
                .isEqualTo("moved.example");
        var agent = control.api().clientWithKey("agent", "agt_of-the-original");
        agent.open("/ws").sendRaw("""
                {"type":"auth","timestamp":1,"apiKey":"agt_of-the-original","clientType":"agent"}""");
        assertThat(agent.awaits("config_update").at("/config/tunnels/0/target").asText())
                .isEqualTo("localhost:80");
        assertThat(control.log()).doesNotContain("of-the-original", "without-prefix");
    }

    /** Clients of the copy get the same configuration, apart from ids and keys. */
    private void copiesTheConfiguration(ControlApi original) throws Exception {
        var documents = Files.createDirectory(directory.resolve("state"));
        var exported = run(
                Map.of(),
                "export",
                "-f",
                documents.toString(),
                "--url",
                original.base().toString());
        assertThat(exported.exitCode()).as(exported.err()).isZero();
        try (var other = ControlProcess.start(directory.resolve("other"))) {
            var copy = other.api();
            var url = copy.base().toString();

            var applied = run(Map.of(), "apply", "-f", documents.toString(), "--no-keys", "--url", url);

            assertThat(applied.exitCode()).as(applied.err()).isZero();
            assertThat(run(Map.of(), "plan", "--prune", "-f", documents.toString(), "--url", url)
                            .exitCode())
                    .isZero();
            assertThat(copy.get("/api/export").body())
                    .isEqualTo(original.get("/api/export").body())
                    .contains("my-office", "moved.example");
            assertThat(configurations(copy)).hasSize(4).isEqualTo(configurations(original));
        }
    }

    /** What each client gets, by its name. */
    private static Map<String, String> configurations(ControlApi control) {
        var configurations = new TreeMap<String, String>();
        for (var type : List.of("agent", "gateway")) {
            for (var each : control.get("/api/%ss".formatted(type)).json().path(type + "s")) {
                var path = "/api/%ss/%s/api-key".formatted(type, each.path("id").asText());
                var client = control.clientWithKey(
                        type, control.post(path, null).expect(200).text("apiKey"));
                var config = client.connect().awaits("config").path("data");
                removeIdsAndKeys(config);
                configurations.put(type + " " + each.path("name").asText(), config.toString());
                client.close();
            }
        }
        return configurations;
    }

    private static void removeIdsAndKeys(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(List.of("id", "wireguardPublicKey", "wireguardPrivateKey"));
        }
        node.forEach(CommandLineIT::removeIdsAndKeys);
    }

    @Test
    void commandsLoadNoServer() throws Exception {
        assumeFalse(ControlProcess.isBinary(), "only a JVM loads classes, and can list them");

        var ended = run(Map.of(), "clients", "--url", "http://localhost:1");

        assertThat(Files.readString(ended.loadedClasses()))
                .contains("picocli.CommandLine")
                .doesNotContain("io.quarkus.runner.ApplicationImpl")
                .doesNotContain("org.hibernate.")
                .doesNotContain("io.vertx.");
    }

    @Test
    void unknownCommandStartsNothing() throws Exception {
        var ended = run(Map.of(), "strat");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("strat").contains("Usage");
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void errorsAreUtf8InEveryLocale() throws Exception {
        var document = Files.writeString(directory.resolve("state.yaml"), "bücher: 1\nbücher: 2\n");

        var ended = run(Map.of("LC_ALL", "C"), "plan", "-f", document.toString(), "--url", "http://localhost:1");

        assertThat(ended.err()).contains("bücher is given twice");
    }

    @Test
    void serveIsTheServer() throws Exception {
        var ended = run(Map.of("KAKUREMICHI_ADMIN_TOKEN", "short"), "serve");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err())
                .isEqualToIgnoringNewLines(
                        "kakuremichi-control does not start: KAKUREMICHI_ADMIN_TOKEN has fewer than 16 characters");
    }

    @Test
    void interruptedBackupLeavesNoFile() throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("the beginning".getBytes());
            exchange.getResponseBody().flush();
        });
        server.start();
        try {
            var target = Files.createDirectory(directory.resolve("backups"));
            var url = "http://localhost:" + server.getAddress().getPort();
            var process = start(Map.of(), "backup", target.resolve("file").toString(), "--url", url);
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                try (var files = Files.list(target)) {
                    return files.anyMatch(file -> file.toFile().length() > 0);
                }
            });

            // Not SIGINT: processes of tests that run in the background ignore it.
            process.destroy();

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
            assertThat(target).isEmptyDirectory();
        } finally {
            server.stop(0);
        }
    }

    private record Ended(int exitCode, String out, String err, Path loadedClasses) {}

    private Ended run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        var process = start(environment, arguments);
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the command does not end");
        }
        return new Ended(
                process.exitValue(),
                Files.readString(directory.resolve("out")),
                Files.readString(directory.resolve("err")),
                directory.resolve("classes"));
    }

    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        var command = ControlProcess.command(
                ControlProcess.isBinary()
                        ? List.of()
                        : List.of(
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xlog:class+load:file=" + directory.resolve("classes")));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("KAKUREMICHI_"));
        builder.environment().put("KAKUREMICHI_TOKEN", ControlProcess.ADMIN_TOKEN);
        builder.environment().putAll(environment);
        return builder.start();
    }
}
