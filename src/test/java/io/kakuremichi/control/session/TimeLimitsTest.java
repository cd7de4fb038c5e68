package io.kakuremichi.control.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.certificate.Certificates;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.RawClient;
import io.kakuremichi.control.harness.TestClient;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@ControlTest
@TestProfile(ShortLimits.class)
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

        agent.heartbeatEvery(Duration.ofMillis(200));

        assertThat(agent.awaitsClose()).isEqualTo(4408);
    }

    @Test
    void aSilentClientIsClosedAndOffline() {
        var agent = control.createAgent().connect();

        assertThat(agent.awaitsClose()).isEqualTo(4408);
        await().untilAsserted(() -> assertThat(status(agent)).isEqualTo("offline"));
    }

    @Test
    void pingsAreNoSignOfLife() {
        var gateway = control.createGateway().connect();

        await().pollInterval(Duration.ofMillis(200)).until(() -> {
            if (gateway.isOpen()) {
                gateway.sendPing();
            }
            return !gateway.isOpen();
        });

        assertThat(gateway.awaitsClose()).isEqualTo(4408);
    }

    @Test
    void heartbeatsKeepAClientOnline() {
        var silent = control.createAgent();
        var agent = control.createAgent().connect().heartbeatEvery(Duration.ofMillis(300));

        silent.connect().awaitsClose();

        assertThat(agent.isOpen()).isTrue();
        assertThat(status(agent)).isEqualTo("online");
    }

    /** Certificates, because each takes long to check and none of them is an error. */
    @Test
    void aClientThatSendsFasterThanItIsServedIsClosed() throws IOException {
        var domain = ControlApi.uniqueDomain();
        control.createTunnel(domain, control.createAgent());
        var message = Certificates.rsa().domain(domain).make().message(domain);
        try (var gateway = RawClient.open(control, "/ws?type=gateway")) {
            gateway.text("{\"type\":\"auth\",\"data\":{\"apiKey\":\"%s\"}}"
                            .formatted(control.createGateway().apiKey()))
                    .awaits("\"config\"");

            gateway.burst(message, 500);

            assertThat(gateway.awaitsClose()).isEqualTo(4429);
        }
    }

    private String status(TestClient client) {
        return control.get("/api/agents/" + client.id()).text("status");
    }
}
