package io.kakuremichi.control.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlProcess;
import io.kakuremichi.control.harness.TestClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conversations of the clients in the field, word by word. */
class FieldDialectIT {
    @TempDir
    Path dataDir;

    private ControlProcess control;

    @BeforeEach
    void start() throws Exception {
        control = ControlProcess.start(dataDir);
    }

    @AfterEach
    void stop() throws Exception {
        control.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent.txt", "gateway.txt", "refused.txt"})
    void saysWordForWordWhatTheyAreUsedTo(String name) throws Exception {
        Transcript.of(name, control.api()).play();

        assertThat(control.log()).doesNotContain("ERROR", "WARN");
    }

    /** Both have the same state; only the one that was restarted meanwhile has lost it. */
    @Test
    void afterACrashAGatewayGetsItsConfigurationOnlyIfItWasRestarted() throws Exception {
        var running = control.api().createGateway();
        var restarted = control.api().createGateway();
        for (var gateway : List.of(running, restarted)) {
            connect(gateway);
            gateway.awaits("config_update");
            gateway.sendRaw("{\"type\":\"config_ack\",\"timestamp\":1,\"success\":true}");
        }
        await().until(() -> isUpToDate(running) && isUpToDate(restarted));

        control.kill();
        control = ControlProcess.start(dataDir);
        var runningAgain = running.at(control.api());
        var restartedAgain = restarted.at(control.api());
        connect(runningAgain);
        connect(restartedAgain);
        restartedAgain.awaits("auth_success");

        // Of a process that was just started, the first heartbeat comes after 30 s.
        await().pollDelay(Duration.ofSeconds(4)).until(() -> true);
        runningAgain.sendRaw("{\"type\":\"status_update\",\"timestamp\":1,\"status\":\"online\"}");
        assertThat(restartedAgain.messageTypes()).containsExactly("auth_success");
        await().atMost(Duration.ofSeconds(40))
                .until(() -> !restartedAgain.messages("config_update").isEmpty());
        assertThat(runningAgain.messageTypes()).containsExactly("auth_success");
        await().until(() -> isUpToDate(runningAgain));
        control.api().createTunnel(ControlApi.uniqueDomain(), control.api().createAgent());
        runningAgain.awaits("config_update");
    }

    private void connect(TestClient gateway) {
        gateway.open("/").sendRaw("""
                {"type":"auth","timestamp":1,"apiKey":"%s","clientType":"gateway","publicIp":"203.0.113.9"}""".formatted(gateway.apiKey()));
    }

    private boolean isUpToDate(TestClient gateway) {
        var shown = control.api().get("/api/gateways/" + gateway.id()).json();
        var applied = shown.path("revisionApplied").longValue();
        return applied > 0 && applied >= shown.path("revisionWanted").longValue();
    }
}
