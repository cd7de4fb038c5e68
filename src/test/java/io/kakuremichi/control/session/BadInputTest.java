package io.kakuremichi.control.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.RawClient;
import io.kakuremichi.control.harness.TestClient;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input is answered and the connection lives on, up to a limit. */
@ControlTest
class BadInputTest {
    private static final int MAX_MESSAGE = 256 * 1024;

    private final ControlApi control = ControlApi.ofTest();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "heartbeat",
                "{\"type\":\"heartbeat\",\"data\":{}",
                "{\"type\":\"heartbeat\",\"data\":{}} {}",
                "{'type':'heartbeat','data':{}}",
                "[]",
                "[{\"type\":\"heartbeat\",\"data\":{}}]",
                "42",
                "null",
                "\"heartbeat\"",
                "{}",
                "{\"data\":{}}",
                "{\"type\":null,\"data\":{}}",
                "{\"type\":1,\"data\":{}}",
                "{\"type\":[\"heartbeat\"],\"data\":{}}",
                "{\"type\":\"heartbeat\"}",
                "{\"type\":\"heartbeat\",\"data\":null}",
                "{\"type\":\"heartbeat\",\"data\":[]}",
                "{\"type\":\"heartbeat\",\"data\":\"{}\"}",
                "{\"type\":\"heartbeat\",\"data\":{\"timestamp\":\"now\"}}",
                "{\"type\":\"heartbeat\",\"data\":{\"timestamp\":true}}",
                "{\"type\":\"heartbeat\",\"type\":\"status\",\"data\":{}}",
                "{\"type\":\"heartbeat\",\"data\":{\"timestamp\":1,\"timestamp\":2}}",
                "{\"type\":\"status\",\"data\":{}}",
                "{\"type\":\"status\",\"data\":{\"tunnels\":{}}}",
                "{\"type\":\"status\",\"data\":{\"tunnels\":[1]}}",
                "{\"type\":\"status\",\"data\":{\"tunnels\":[{\"domain\":\"a.example\"}]}}",
                "{\"type\":\"status\",\"data\":{\"tunnels\":[{\"domain\":1,\"status\":\"active\"}]}}",
                "{\"type\":\"config_ack\",\"data\":{}}",
                "{\"type\":\"config_ack\",\"data\":{\"success\":\"true\"}}",
                "{\"type\":\"config_ack\",\"data\":{\"success\":true,\"revision\":\"1\"}}"
            })
    void anInvalidMessageIsAnsweredAndTheConnectionLivesOn(String text) {
        var agent = control.createAgent().connect();

        agent.sendRaw(text);

        assertAnsweredAndAlive(agent, "INVALID_MESSAGE");
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 100_000})
    void deepNestingIsInvalid(int depth) {
        var agent = control.createAgent().connect();

        agent.sendRaw("{\"type\":\"heartbeat\",\"data\":{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}}");

        assertAnsweredAndAlive(agent, "INVALID_MESSAGE");
    }

    @Test
    void aBinaryFrameIsInvalid() {
        var agent = control.createAgent().connect();

        agent.sendBinary("{\"type\":\"heartbeat\",\"data\":{}}".getBytes(UTF_8));

        assertAnsweredAndAlive(agent, "INVALID_MESSAGE");
    }

    @Test
    void aSecondAuthIsInvalid() {
        var agent = control.createAgent().connect();

        agent.auth();

        assertAnsweredAndAlive(agent, "INVALID_MESSAGE");
        assertThat(agent.messages("auth_success")).hasSize(1);
    }

    @Test
    void anUnknownTypeIsAnsweredAsSuch() {
        var gateway = control.createGateway().connect();

        gateway.send("tunnel_create", Map.of());

        assertAnsweredAndAlive(gateway, "UNKNOWN_TYPE");
    }

    @Test
    void aVeryLongUnknownTypeIsNotEchoed() {
        var gateway = control.createGateway().connect();

        gateway.send("x".repeat(10_000), Map.of());

        assertThat(gateway.awaits("error").path("data").path("message").asText())
                .hasSizeLessThan(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"heartbeat\",\"data\":{}}",
                "{\"type\":\"status\",\"data\":{\"tunnels\":[]}}",
                "{\"type\":\"config_ack\",\"data\":{\"success\":true}}"
            })
    void beforeAuthOnlyAuthIsAccepted(String text) {
        var agent = control.createAgent().open();

        agent.sendRaw(text);

        assertAnsweredAndAlive(agent, "NOT_AUTHENTICATED");
        agent.auth().awaitConfig();
    }

    @Test
    void authCanBeTriedAgainAfterAnInvalidOne() {
        var agent = control.createAgent().open();

        agent.sendRaw("{\"type\":\"auth\",\"data\":{\"apiKey\":1}}");

        assertAnsweredAndAlive(agent, "INVALID_MESSAGE");
        agent.auth().awaitConfig();
    }

    @Test
    void theTwentiethErrorOfAMinuteCloses() {
        var agent = control.createAgent().connect();

        for (var i = 0; i < 20; i++) {
            agent.sendRaw("?");
        }

        assertThat(agent.awaitsClose()).isEqualTo(4429);
        assertThat(agent.messages("error")).hasSizeLessThan(20);
    }

    @Test
    void nineteenErrorsOfAMinuteDoNot() {
        var agent = control.createAgent().connect();

        for (var i = 0; i < 18; i++) {
            agent.sendRaw("?");
        }

        agent.awaitsHandled();
        assertThat(agent.messages("error")).hasSize(19);
        assertThat(agent.isOpen()).isTrue();
    }

    @Test
    void aMessageOf256KibInOneFrameIsFine() throws IOException {
        try (var client = RawClient.open(control, "/ws?type=agent")) {
            client.text(auth()).awaits("\"config\"");

            client.text(heartbeatOf(MAX_MESSAGE)).text("{\"type\":\"after\",\"data\":{}}");

            client.awaits("UNKNOWN_TYPE");
        }
    }

    @Test
    void aMessageOf256KibInTwoFramesIsFine() throws IOException {
        try (var client = RawClient.open(control, "/ws?type=agent")) {
            client.text(auth()).awaits("\"config\"");
            var text = heartbeatOf(MAX_MESSAGE);

            client.fragments(text.substring(0, 1_000), text.substring(1_000)).text("{\"type\":\"after\",\"data\":{}}");

            client.awaits("UNKNOWN_TYPE");
        }
    }

    @Test
    void aLargerMessageInOneFrameCloses() throws IOException {
        try (var client = RawClient.open(control, "/ws?type=agent")) {
            client.text(auth()).awaits("\"config\"");

            client.text(heartbeatOf(MAX_MESSAGE + 1));

            assertThat(client.awaitsClose()).isEqualTo(1009);
        }
    }

    @Test
    void aLargerMessageInTwoFramesCloses() throws IOException {
        try (var client = RawClient.open(control, "/ws?type=agent")) {
            client.text(auth()).awaits("\"config\"");
            var text = heartbeatOf(MAX_MESSAGE + 1);

            client.fragments(text.substring(0, 200_000), text.substring(200_000));

            assertThat(client.awaitsClose()).isEqualTo(1009);
        }
    }

    @Test
    void aLargeMessageBeforeAuthClosesToo() throws IOException {
        try (var client = RawClient.open(control, "/")) {
            client.text(heartbeatOf(MAX_MESSAGE + 1));

            assertThat(client.awaitsClose()).isEqualTo(1009);
        }
    }

    private String auth() {
        return "{\"type\":\"auth\",\"data\":{\"apiKey\":\"%s\"}}"
                .formatted(control.createAgent().apiKey());
    }

    private static String heartbeatOf(int bytes) {
        var envelope = "{\"type\":\"heartbeat\",\"data\":{\"pad\":\"%s\"}}";
        return envelope.formatted("x".repeat(bytes - envelope.length() + 2));
    }

    private static void assertAnsweredAndAlive(TestClient client, String code) {
        assertThat(client.awaits("error").path("data").path("code").asText()).isEqualTo(code);
        client.awaitsHandled();
        assertThat(client.messages("error")).hasSize(2);
        assertThat(client.isOpen()).isTrue();
    }
}
