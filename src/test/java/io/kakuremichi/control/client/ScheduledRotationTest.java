package io.kakuremichi.control.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Rotation by age. */
@ControlTest
class ScheduledRotationTest {
    private final ControlApi control = ControlApi.ofTest();

    @Inject
    KeyRotation rotation;

    @Test
    void oldConfirmedKeyIsRotated() {
        var agent = control.createAgent().connect();
        agent.heartbeat();
        await().until(() ->
                control.get("/api/agents/" + agent.id()).text("keyDelivery").equals("confirmed"));

        rotation.rotateOlderThan(Duration.ZERO);

        await().until(() ->
                !control.get("/api/agents/" + agent.id()).text("keyDelivery").equals("confirmed"));
    }

    @Test
    void keyThatWasNeverConfirmedIsLeftAlone() {
        var agent = control.createAgent();
        var before = control.get("/api/agents/" + agent.id()).json();

        rotation.rotateOlderThan(Duration.ZERO);

        assertThat(control.get("/api/agents/" + agent.id()).json()).isEqualTo(before);
    }

    @Test
    void youngKeyIsLeftAlone() {
        var agent = control.createAgent().connect();
        agent.heartbeat();
        await().until(() ->
                control.get("/api/agents/" + agent.id()).text("keyDelivery").equals("confirmed"));

        rotation.rotateOlderThan(Duration.ofDays(30));

        assertThat(control.get("/api/agents/" + agent.id()).text("keyDelivery")).isEqualTo("confirmed");
    }

    @Test
    void allComeRoundWithinTheIntervalAndNeverAllAtOnce() {
        var interval = Duration.ofDays(30);

        var share = KeyRotation.share(10_000, interval);

        assertThat(share * interval.toMinutes()).isGreaterThanOrEqualTo(10_000);
        assertThat(share).isLessThan(10);
    }
}
