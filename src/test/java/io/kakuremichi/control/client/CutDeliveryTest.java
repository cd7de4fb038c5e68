package io.kakuremichi.control.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TcpProxy;
import io.kakuremichi.control.harness.TestClient;
import io.kakuremichi.control.harness.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;

/** Connections that are cut at every few bytes of what Control sends, while the client sends heartbeats all the time. */
@ControlTest
class CutDeliveryTest {
    /** More than Control sends an agent, however many gateways other tests have left. */
    private static final int LAST_CUT = 1_000_000;

    private static final int LEAST_STEP = 61;

    private final ControlApi control = ControlApi.ofTest();

    @Test
    void keyThatWasNotReceivedIsNeverConfirmedWhereverTheConnectionIsCut() throws IOException {
        var received = 0;
        try (var weather = new TcpProxy(control.base().getPort())) {
            var through = new ControlApi(URI.create("http://localhost:" + weather.port()), TestDatabase.ADMIN_TOKEN);
            for (var cut = 1; cut < LAST_CUT && received < 3; cut = next(cut)) {
                weather.cutAfter(cut);
                var agent = control.createAgent();
                if (receivesItsConfig(agent.at(through))) {
                    received++;
                } else {
                    assertThat(hasKey(agent.connect()))
                            .as("cut after %d bytes", cut)
                            .isTrue();
                }
            }
        }
        assertThat(received).as("the last cuts came behind the config").isEqualTo(3);
    }

    private static boolean receivesItsConfig(TestClient agent) {
        try {
            agent.open().heartbeatEvery(Duration.ofMillis(2)).auth();
            awaitConfigOrCut(agent);
            agent.cut();
        } catch (CompletionException cutDuringTheUpgrade) {
            return false;
        }
        return hasConfig(agent);
    }

    private static void awaitConfigOrCut(TestClient agent) {
        try {
            await().atMost(Duration.ofSeconds(2))
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> !agent.isOpen() || hasConfig(agent));
        } catch (ConditionTimeoutException e) {
            // The platform's client does not always notice that it was cut off in the middle of a frame.
        }
    }

    private static boolean hasConfig(TestClient agent) {
        return !agent.messages("config").isEmpty();
    }

    private static int next(int cut) {
        return Math.max(cut + LEAST_STEP, cut + cut / 7);
    }

    private static boolean hasKey(TestClient agent) {
        return agent.awaits("config").path("data").path("agent").has("wireguardPrivateKey");
    }
}
