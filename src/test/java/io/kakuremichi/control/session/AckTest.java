package io.kakuremichi.control.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.harness.Bodies.AckBody;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What clients confirm is shown for each: the revision wanted, the revision applied, the last error. */
@ControlTest
class AckTest {
    private static final Duration SOON = Duration.ofSeconds(15);

    private final ControlApi control = ControlApi.ofTest();
    private final TestClient agent = control.createAgent();

    @Inject
    MeterRegistry metrics;

    @Test
    void showsWhatIsWantedAndWhatWasApplied() {
        agent.openWith("ack").awaitConfig();
        acknowledge(agent.revision());
        control.createTunnel(ControlApi.uniqueDomain(), agent);
        agent.awaits("tunnel_create");
        var told = agent.revision();

        assertThat(shown().path("revisionWanted").longValue()).isEqualTo(told);
        await().atMost(SOON).until(() -> shown().path("revisionApplied").longValue() > 0);
        assertThat(shown().path("revisionApplied").longValue()).isLessThan(told);

        acknowledge(told);

        await().atMost(SOON).until(() -> shown().path("revisionApplied").longValue() == told);
        assertThat(shown().path("lastError").isNull()).isTrue();
    }

    @Test
    void showsWhatCouldNotBeApplied() {
        agent.openWith("ack").awaitConfig();
        var told = agent.revision();

        agent.send("config_ack", Map.of("revision", told, "success", false, "error", "no such device\u0000 wg0"));

        await().atMost(SOON).until(() -> shown().path("lastError").isObject());
        var error = shown().path("lastError");
        assertThat(error.path("revision").longValue()).isEqualTo(told);
        assertThat(error.path("message").asText()).isEqualTo("no such device wg0");
        assertThat(error.path("at").asText()).isNotEmpty();
        assertThat(shown().path("revisionApplied").isNull()).isTrue();
        var connected = control.get("/api/clients?limit=1000").json().path("clients");
        assertThat(connected)
                .filteredOn(
                        client -> client.path("id").asText().equals(agent.id().toString()))
                .singleElement()
                .satisfies(client -> assertThat(client.path("lastError")).isEqualTo(error));
    }

    @Test
    void staysKnownWhenTheClientIsGone() {
        agent.openWith("ack").awaitConfig();
        var told = agent.revision();
        acknowledge(told);
        agent.awaitsHandled().close();
        control.createTunnel(ControlApi.uniqueDomain(), agent);

        await().atMost(SOON).until(() -> shown().path("revisionApplied").longValue() == told);
        await().until(() -> shown().path("revisionWanted").longValue() > told);
        assertThat(shown().path("status").asText()).isEqualTo("offline");
    }

    @Test
    void aRevisionThatDoesNotExistIsRefused() {
        agent.openWith("ack").awaitConfig();

        acknowledge(agent.revision() + 1_000_000);

        assertThat(agent.awaits("error").path("data").path("code").asText()).isEqualTo("INVALID_MESSAGE");
    }

    @Test
    void anAnswerToEachOfManyChangesIsNotTooManyMessages() {
        agent.openWith("ack").awaitConfig();
        // With its first answer it confirms a key, which takes a transaction.
        acknowledge(agent.revision());
        agent.awaitsHandled();
        var tunnel = control.createTunnel(ControlApi.uniqueDomain(), agent);
        for (var i = 0; i < 400; i++) {
            control.changeTunnel(tunnel, Map.of("target", "web:" + (1000 + i)));
        }
        agent.awaits("tunnel_update", data -> data.path("target").asText().equals("web:1399"));
        var told = agent.revision();

        // More than the 200 that anybody may send at once.
        for (var i = 0; i < 400; i++) {
            acknowledge(told - 400 + i);
        }
        acknowledge(told);

        await().atMost(SOON).until(() -> shown().path("revisionApplied").longValue() == told);
        // The one that was provoked to know that all before it was handled.
        assertThat(agent.messages("error")).hasSize(1);
    }

    @Test
    void countsThoseThatAreBehind() {
        var before = lagging("clients.lagging");
        agent.openWith("ack").awaitConfig();

        await().until(() -> lagging("clients.lagging") > before);
        assertThat(lagging("clients.lag.revisions")).isGreaterThanOrEqualTo(1);
        assertThat(lagging("clients.lag.seconds")).isPositive();

        agent.send("config_ack", Map.of("success", true));

        await().until(() -> lagging("clients.lagging") <= before);
    }

    private double lagging(String gauge) {
        return metrics.get("kakuremichi." + gauge).tag("type", "agent").gauge().value();
    }

    private void acknowledge(long revision) {
        agent.send("config_ack", new AckBody(revision, true));
    }

    private JsonNode shown() {
        return control.get("/api/agents/" + agent.id()).expect(200).json();
    }
}
