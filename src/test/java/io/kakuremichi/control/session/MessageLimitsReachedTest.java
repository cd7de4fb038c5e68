package io.kakuremichi.control.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.certificate.Certificates;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.RawClient;
import io.kakuremichi.control.harness.TestClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Limits of the messages of one connection, reached. */
@ControlTest
@TestProfile(LowLimits.class)
class MessageLimitsReachedTest {
    private static final String HEARTBEAT = "{\"type\":\"heartbeat\",\"data\":{}}";

    private final ControlApi control = ControlApi.ofTest();

    @Inject
    MeterRegistry metrics;

    @Test
    void messagesOverTheLimitAreDroppedAndTheConnectionLivesOn() throws IOException {
        try (var client = RawClient.open(control, "/ws?type=agent")) {
            client.text(authOf(control.createAgent())).awaits("\"config\"");

            sendTooMuch(client);

            await().atMost(Duration.ofSeconds(10)).until(() -> {
                client.text("{\"type\":\"again\",\"data\":{}}");
                return client.awaits("\"error\"") != null;
            });
        }
    }

    @Test
    void whoKeepsSendingTooMuchIsClosed() throws IOException {
        var messages = LowLimits.reached(metrics, "messages");
        var errors = LowLimits.reached(metrics, "errors");
        try (var client = RawClient.open(control, "/ws?type=agent")) {
            client.text(authOf(control.createAgent())).awaits("\"config\"");
            sendTooMuch(client);

            client.burst(HEARTBEAT, 50);

            assertThat(client.awaitsClose()).isEqualTo(4429);
        }
        assertThat(LowLimits.reached(metrics, "messages") - messages).isGreaterThanOrEqualTo(10);
        assertThat(LowLimits.reached(metrics, "errors") - errors).isEqualTo(1);
    }

    /** Certificates, because each takes long to check and none of them is an error. */
    @Test
    void aClientThatSendsFasterThanItIsServedIsClosed() throws IOException {
        var queue = LowLimits.reached(metrics, "inbound_queue");
        var domain = ControlApi.uniqueDomain();
        control.createTunnel(domain, control.createAgent());
        var message = Certificates.rsa().domain(domain).make().message(domain);
        try (var gateway = RawClient.open(control, "/ws?type=gateway")) {
            gateway.text(authOf(control.createGateway())).awaits("\"config\"");

            // So few that none is over the limit of messages.
            gateway.burst(message, LowLimits.MESSAGE_BURST - 5);

            assertThat(gateway.awaitsClose()).isEqualTo(4429);
        }
        assertThat(LowLimits.reached(metrics, "inbound_queue") - queue).isEqualTo(1);
    }

    /** Sends until a message is dropped, in bursts that the queue of messages has room for. */
    private static void sendTooMuch(RawClient client) throws IOException {
        String error;
        do {
            client.burst(HEARTBEAT, LowLimits.INBOUND_QUEUE / 2).text("{\"type\":\"unknown\",\"data\":{}}");
            var message = client.message();
            while (!message.path("type").asText().equals("error")) {
                message = client.message();
            }
            error = message.path("data").path("code").asText();
        } while (!error.equals("RATE_LIMITED"));
    }

    private static String authOf(TestClient client) {
        return "{\"type\":\"auth\",\"data\":{\"apiKey\":\"%s\"}}".formatted(client.apiKey());
    }
}
