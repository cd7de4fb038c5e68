package io.kakuremichi.control.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@ControlTest
@TestProfile(LowLimits.class)
class TimeLimitsTest {
    private final ControlApi control = ControlApi.ofTest();

    @Test
    void aConnectionThatDoesNotAuthenticateIsClosed() {
        var agent = control.createAgent().open();

        assertThat(agent.awaitsClose()).isEqualTo(4408);
        assertThat(agent.messages()).isEmpty();
    }

    @Test
    void tryingInVainDoesNotExtendTheTimeToAuthenticate() {
        var agent = control.createAgent().open();

        // So seldom that errors alone do not end it.
        agent.heartbeatEvery(Duration.ofMillis(400));

        assertThat(agent.awaitsClose()).isEqualTo(4408);
    }

    /** All three at once, because each would wait for the same time to pass. */
    @Test
    void onlyHeartbeatsKeepAClientOnline() {
        var silent = control.createAgent();
        var pinging = control.createGateway();
        var agent = control.createAgent().connect().heartbeatEvery(Duration.ofMillis(300));

        silent.connect();
        pinging.connect();

        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    if (pinging.isOpen()) {
                        pinging.sendPing();
                    }
                    return !pinging.isOpen() && !silent.isOpen();
                });
        assertThat(silent.awaitsClose()).isEqualTo(4408);
        assertThat(pinging.awaitsClose()).isEqualTo(4408);
        await().untilAsserted(() -> assertThat(status(silent)).isEqualTo("offline"));
        assertThat(agent.isOpen()).isTrue();
        assertThat(status(agent)).isEqualTo("online");
        agent.close();
    }

    private String status(TestClient client) {
        return control.get("/api/agents/" + client.id()).text("status");
    }
}
