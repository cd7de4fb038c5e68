package io.kakuremichi.control.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.harness.ControlProcess;
import io.kakuremichi.control.harness.FreePort;
import io.kakuremichi.control.harness.TestAuthority;
import io.kakuremichi.control.harness.TestDatabase;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the start refuses, and what a started Control shows to probes. */
class StartIT {
    @TempDir
    Path dataDir;

    /** All at once, because each takes the time of a JVM's start; {@code StartChecksTest} has many more. */
    @Test
    void refusesInOneSentenceBeforeItTouchesAnything() throws Exception {
        var certificate = dataDir.resolve("tls.crt");
        var key = dataDir.resolve("tls.key");
        var authority = new TestAuthority("authority");
        authority.issue("localhost").write(certificate, key);
        authority.issue("localhost").write(dataDir.resolve("other.crt"), key);
        var nobody = "jdbc:postgresql://127.0.0.1:" + FreePort.find() + "/control";

        try (var taken = new ServerSocket(0)) {
            var port = String.valueOf(taken.getLocalPort());
            var refusals = List.of(
                    refused(Map.of("KAKUREMICHI_ADMIN_TOKEN", ""), "set KAKUREMICHI_ADMIN_TOKEN to the token"),
                    refused(
                            Map.of("KAKUREMICHI_TLS_REQUIRED", "treu"),
                            "KAKUREMICHI_TLS_REQUIRED is \"treu\", but must be true or false"),
                    refused(
                            Map.of("KAKUREMICHI_TLS_REQUIERD", "false"),
                            "KAKUREMICHI_TLS_REQUIERD is not a setting: did you mean KAKUREMICHI_TLS_REQUIRED?"),
                    refused(
                            Map.of(
                                    "KAKUREMICHI_TLS_CERTIFICATE_FILE", certificate.toString(),
                                    "KAKUREMICHI_TLS_KEY_FILE", key.toString()),
                            "the private key does not belong to the certificate"),
                    refused(Map.of("QUARKUS_HTTP_PORT", port), "port " + port + " is in use by another process"),
                    refused(
                            Map.of(
                                    "QUARKUS_DATASOURCE_JDBC_URL",
                                    nobody,
                                    "KAKUREMICHI_ENCRYPTION_KEY",
                                    TestDatabase.ENCRYPTION_KEY),
                            "can't be reached (QUARKUS_DATASOURCE_JDBC_URL): nothing listens there"));

            for (var refusal : refusals) {
                try (var control = refusal.control()) {
                    assertThat(control.awaitExit()).isEqualTo(1);
                    assertThat(control.log().strip().lines())
                            .singleElement()
                            .asString()
                            .startsWith("kakuremichi-control does not start: ")
                            .contains(refusal.sentence());
                }
            }
            assertThat(dataDir.resolve("untouched")).doesNotExist();
        }
    }

    private record Refusal(ControlProcess control, String sentence) {}

    private Refusal refused(Map<String, String> settings, String sentence) throws IOException {
        return new Refusal(ControlProcess.launch(dataDir.resolve("untouched"), settings), sentence);
    }

    /** Egypt's digits are not those of PostgreSQL's settings and SQL. */
    @Test
    void worksWithOtherDigitsAndATokenFromWindows() throws Exception {
        var file = Files.writeString(dataDir.resolve("token"), "\uFEFFtoken-from-a-file\r\n");
        var settings = Map.of(
                "KAKUREMICHI_ADMIN_TOKEN",
                "",
                "KAKUREMICHI_ADMIN_TOKEN_FILE",
                file.toString(),
                "JAVA_TOOL_OPTIONS",
                "-Duser.language=ar -Duser.country=EG");
        try (var control = ControlProcess.start(dataDir.resolve("data"), settings)) {
            var api = control.api().withToken("token-from-a-file");

            api.createAgent().connect();

            assertThat(api.post("/api/reseal", null)
                            .expect(200)
                            .json()
                            .path("complete")
                            .asBoolean())
                    .isTrue();
            assertThat(control.log()).doesNotContain("ERROR", "WARN");
        }
    }

    @Test
    void startsWhileTheOidcIssuerIsAway() throws Exception {
        try (var control = ControlProcess.start(dataDir, Map.of("KAKUREMICHI_OIDC_ISSUER", "http://localhost:1"))) {
            control.api().get("/api/agents").expect(200);
            // At a terminal only.
            assertThat(control.log()).doesNotContain("Ctrl-C");
        }
    }

    @Test
    void greetsOnceAtATerminalAndEndsWithoutAWarningAtCtrlC() throws Exception {
        try (var control = ControlProcess.startAtTerminal(dataDir)) {
            await().until(() -> control.log().contains("Stop   Ctrl-C"));

            control.pressCtrlC();
            control.awaitExit();

            var lines = control.log()
                    .replaceAll("\u001b\\[[0-9;]*m", "")
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            var greeting = lines.stream()
                    .dropWhile(line -> !line.endsWith(" is ready."))
                    .limit(8)
                    .toList();
            assertThat(greeting).first().asString().matches("kakuremichi Control [0-9].* is ready\\.");
            assertThat(String.join("\n", greeting))
                    .contains("http://localhost:%s/console/".formatted(control.port()))
                    .contains("Data   " + dataDir + "\n")
                    .contains("Key    " + dataDir.resolve("encryption-key") + "\n")
                    .endsWith("  Stop   Ctrl-C");
            assertThat(lines.stream().filter(line -> !greeting.contains(line))).allSatisfy(line -> assertThat(line)
                    .matches("(\\^C)?(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d INFO  \\S.*)?"));
            assertThat(lines.stream().filter(line -> line.endsWith(" is ready.")))
                    .hasSize(1);
        }
    }

    @Test
    void refusesAnotherAddressPlanOnceThereAreAgents() throws Exception {
        try (var control = ControlProcess.start(dataDir)) {
            control.api().createAgent();
        }

        try (var control = ControlProcess.launch(dataDir, Map.of("KAKUREMICHI_NETWORK_POOL", "172.16.0.0/12"))) {
            assertThat(control.awaitExit()).isEqualTo(1);
            assertThat(control.log())
                    .contains("kakuremichi.network.pool and agent-prefix must stay as they were")
                    .doesNotContain("\tat ", "stackTrace");
        }
    }

    @Test
    void refusesAnotherEncryptionKeyThanTheDatabasesAndTakesANewOneInFrontOfIt() throws Exception {
        String apiKeyHolder;
        try (var control = ControlProcess.start(dataDir)) {
            apiKeyHolder = control.api().createAgent().id().toString();
        }
        var oldKey = Files.readString(dataDir.resolve("encryption-key")).strip();
        assertThat(Files.getPosixFilePermissions(dataDir.resolve("encryption-key")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));

        try (var control =
                ControlProcess.launch(dataDir, Map.of("KAKUREMICHI_ENCRYPTION_KEY", TestDatabase.ENCRYPTION_KEY))) {
            assertThat(control.awaitExit()).isEqualTo(1);
            assertThat(control.log()).contains("KAKUREMICHI_ENCRYPTION_KEY is not the key of this database");
        }
        try (var control = ControlProcess.start(
                dataDir, Map.of("KAKUREMICHI_ENCRYPTION_KEY", TestDatabase.ENCRYPTION_KEY + "," + oldKey))) {
            await().until(() -> control.log().contains("All secrets are sealed under the key"));
        }
        try (var control =
                ControlProcess.start(dataDir, Map.of("KAKUREMICHI_ENCRYPTION_KEY", TestDatabase.ENCRYPTION_KEY))) {
            assertThat(control.api().get("/api/agents/" + apiKeyHolder).status())
                    .isEqualTo(200);
            assertThat(control.log()).doesNotContain("ERROR");
        }
    }

    @Test
    void answersEveryProbeOnTheManagementPort() throws Exception {
        var settings = Map.of(
                "JAVA_TOOL_OPTIONS",
                "-Duser.language=th -Duser.country=TH -Duser.extensions=u-nu-thai",
                "QUARKUS_SWAGGER_UI_ENABLED",
                "true");
        try (var control = ControlProcess.start(dataDir, settings)) {
            var management = control.management();

            sendWrongHttp2(management.base());
            assertThat(management.get("/q/health/live").status()).isEqualTo(200);
            assertThat(management.get("/q/health/ready").status()).isEqualTo(200);
            assertThat(management.get("/q/health/started").status()).isEqualTo(200);
            assertThat(management.get("/q/metrics").body()).contains("kakuremichi_sessions");
            assertThat(management.get("/q/swagger-ui/").expect(200).body()).contains("/q/openapi");
            assertThat(control.api().get("/q/health/ready").status()).isEqualTo(404);
            assertThat(control.api().get("/q/swagger-ui/").status()).isEqualTo(404);
            assertThat(control.log()).doesNotContain("ERROR");
        }
    }

    private static void sendWrongHttp2(URI address) throws IOException {
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nagt_something".getBytes(US_ASCII));
            // Until it closes the connection.
            socket.getInputStream().readAllBytes();
        }
    }

    @Test
    void logsNoSecret() throws Exception {
        // Where the lower case of I is not i.
        var turkish = Map.of("JAVA_TOOL_OPTIONS", "-Duser.language=tr -Duser.country=TR");
        try (var control = ControlProcess.start(dataDir, turkish)) {
            var agent = control.api().createAgent();
            agent.open("/ws?type=agent&apiKey=" + agent.apiKey()).auth().awaitConfig();

            assertThat(control.log())
                    .doesNotContain(agent.apiKey())
                    .doesNotContain(ControlProcess.ADMIN_TOKEN)
                    .doesNotContain(agent.awaits("config")
                            .path("data")
                            .path("agent")
                            .path("wireguardPrivateKey")
                            .asText());
        }
    }
}
