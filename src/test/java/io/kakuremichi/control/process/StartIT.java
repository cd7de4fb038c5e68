package io.kakuremichi.control.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.harness.ControlProcess;
import io.kakuremichi.control.harness.TestDatabase;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the start refuses, and what a started Control shows to probes. */
class StartIT {
    @TempDir
    Path dataDir;

    @Test
    void refusesProductionWithoutAnAdminToken() throws Exception {
        assertRefused(Map.of("KAKUREMICHI_ADMIN_TOKEN", ""), "set KAKUREMICHI_ADMIN_TOKEN");
    }

    @Test
    void refusesAShortAdminToken() throws Exception {
        assertRefused(Map.of("KAKUREMICHI_ADMIN_TOKEN", "fifteen-letters"), "fewer than 16 characters");
    }

    @Test
    void takesTheAdminTokenFromAFile() throws Exception {
        var file = Files.writeString(dataDir.resolve("token"), "token-from-a-file\n");
        var settings = Map.of("KAKUREMICHI_ADMIN_TOKEN", "", "KAKUREMICHI_ADMIN_TOKEN_FILE", file.toString());
        try (var control = ControlProcess.start(dataDir.resolve("data"), settings)) {
            control.api().withToken("token-from-a-file").get("/api/agents").expect(200);
        }
    }

    @Test
    void refusesTwoAdminTokens() throws Exception {
        assertRefused(
                Map.of("KAKUREMICHI_ADMIN_TOKEN_FILE", dataDir.toString()),
                "set either KAKUREMICHI_ADMIN_TOKEN or KAKUREMICHI_ADMIN_TOKEN_FILE, not both");
    }

    @Test
    void startsWhileTheOidcIssuerIsAway() throws Exception {
        try (var control = ControlProcess.start(dataDir, Map.of("KAKUREMICHI_OIDC_ISSUER", "http://localhost:1"))) {
            control.api().get("/api/agents").expect(200);
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
    void saysWhenItsPortIsTaken() throws Exception {
        try (var taken = new ServerSocket(0);
                var control = ControlProcess.launch(
                        dataDir, Map.of("QUARKUS_HTTP_PORT", String.valueOf(taken.getLocalPort())))) {
            assertThat(control.awaitExit()).isEqualTo(1);
            assertThat(control.log()).contains("does not start").contains(String.valueOf(taken.getLocalPort()));
        }
    }

    @Test
    void refusesASettingOutOfRange() throws Exception {
        try (var control = ControlProcess.launch(dataDir, Map.of("KAKUREMICHI_SESSION_OUTBOUND_QUEUE", "1"))) {
            assertThat(control.awaitExit()).isEqualTo(1);
            assertThat(control.log()).contains("does not start").contains("outbound-queue");
        }
    }

    @Test
    void refusesAnExternalDatabaseWithoutAnEncryptionKey() throws Exception {
        assertRefused(
                Map.of("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://localhost:1/control"),
                "set KAKUREMICHI_ENCRYPTION_KEY");
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

    private void assertRefused(Map<String, String> settings, String sentence) throws Exception {
        try (var control = ControlProcess.launch(dataDir.resolve("untouched"), settings)) {
            assertThat(control.awaitExit()).isEqualTo(1);
            assertThat(control.log().strip().lines()).singleElement().asString().contains(sentence);
            assertThat(Files.exists(dataDir.resolve("untouched"))).isFalse();
        }
    }

    @Test
    void answersEveryProbeOnTheManagementPort() throws Exception {
        try (var control = ControlProcess.start(dataDir)) {
            var management = control.management();

            assertThat(management.get("/q/health/live").status()).isEqualTo(200);
            assertThat(management.get("/q/health/ready").status()).isEqualTo(200);
            assertThat(management.get("/q/health/started").status()).isEqualTo(200);
            assertThat(management.get("/q/metrics").body()).contains("kakuremichi_sessions");
            assertThat(control.api().get("/q/health/ready").status()).isEqualTo(404);
        }
    }

    @Test
    void logsNoSecret() throws Exception {
        try (var control = ControlProcess.start(dataDir)) {
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
