package io.kakuremichi.control.session.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionActivityTest {
    @Test
    void aProbeIsOverdueWhenNothingArrives() {
        var activity = new SessionActivity(null, null, Duration.ofMillis(20));

        activity.probed();

        await().until(activity::isProbeOverdue);
    }

    @Test
    void silenceIsTheTimeSinceTheLastMessage() {
        var activity = new SessionActivity(null, null, Duration.ZERO);
        await().until(() -> activity.isSilentFor(Duration.ofMillis(20)));

        activity.received();

        assertThat(activity.isSilentFor(Duration.ofMinutes(1))).isFalse();
        assertThat(activity.isOlderThan(Duration.ofMillis(20))).isTrue();
        assertThat(activity.isOlderThan(Duration.ofMinutes(1))).isFalse();
    }

    @Test
    void anythingThatArrivesAnswersAProbe() {
        var activity = new SessionActivity(null, null, Duration.ZERO);

        activity.probed();
        activity.received();
        assertThat(activity.isProbeOverdue()).isFalse();

        activity.probed();
        activity.ponged();
        assertThat(activity.isProbeOverdue()).isFalse();
    }
}
