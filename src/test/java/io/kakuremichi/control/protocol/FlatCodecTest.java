package io.kakuremichi.control.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.harness.ControlApi;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlatCodecTest {
    private static final UUID ID = UUID.fromString("00000000-0000-0000-0000-000000000001");

    static final Map<String, ClientMessage> MESSAGES = Map.of(
            """
            {"type":"auth","timestamp":1,"apiKey":"agt_1","clientType":"agent","publicKey":"K"}""",
            new ClientMessage.Auth(new Secret("agt_1"), null, ClientType.AGENT, null, null, "K", Set.of(), null),
            """
            {"type":"auth","apiKey":"gtw_1","clientType":"gateway","publicIp":""}""",
            new ClientMessage.Auth(new Secret("gtw_1"), null, ClientType.GATEWAY, null, "", null, Set.of(), null),
            "{\"type\":\"ping\",\"timestamp\":1}",
            new ClientMessage.Ping(),
            "{\"type\":\"status_update\",\"status\":\"online\",\"metadata\":{\"a\":1}}",
            new ClientMessage.Condition(false),
            "{\"type\":\"status_update\",\"status\":\"error\"}",
            new ClientMessage.Condition(true),
            "{\"type\":\"config_ack\",\"success\":true}",
            new ClientMessage.ConfigAck(null, true, null),
            "{\"type\":\"config_ack\",\"success\":false,\"error\":\"no\"}",
            new ClientMessage.ConfigAck(null, false, "no"));

    static final List<String> TEXTS = List.copyOf(MESSAGES.keySet());

    static final Map<ControlMessage, String> ANSWERS = Map.of(
            new ControlMessage.AuthSuccess(ID, null, "Welcome", 1, List.of(), ID, false),
            "{\"type\":\"auth_success\",\"clientId\":\"%s\",\"clientType\":\"agent\"}".formatted(ID),
            new ControlMessage.AuthSuccess(null, ID, "Welcome", 1, List.of(), ID, false),
            "{\"type\":\"auth_success\",\"clientId\":\"%s\",\"clientType\":\"gateway\"}".formatted(ID),
            new ControlMessage.AuthError("Invalid API key"),
            "{\"type\":\"auth_error\",\"error\":\"Invalid API key\"}",
            new ControlMessage.Fault(MessageErrorCode.FORBIDDEN, "no"),
            "{\"type\":\"error\",\"error\":\"no\"}",
            new ControlMessage.Pong(),
            "{\"type\":\"pong\"}",
            new ControlMessage.ConfigUpdate(new FlatConfig.OfGateway(List.of(), List.of(), FlatConfig.Proxies.DEFAULT)),
            """
            {"type":"config_update","config":{"agents":[],"tunnels":[],
             "proxyConfig":{"httpProxyPort":8080,"socksProxyPort":1080}}}""");

    static final List<ControlMessage> ANSWERED = List.copyOf(ANSWERS.keySet());

    private final FlatCodec codec = new FlatCodec();

    @ParameterizedTest
    @FieldSource("TEXTS")
    void readsEachMessage(String text) throws InvalidMessageException {
        assertThat(codec.decode(text)).isEqualTo(MESSAGES.get(text));
    }

    @ParameterizedTest
    @FieldSource("ANSWERED")
    void writesEachMessageFlatAndWithItsTime(ControlMessage message) {
        var before = System.currentTimeMillis();

        var written = (ObjectNode) ControlApi.json(codec.encode(message, 7));

        assertThat(written.remove("timestamp").longValue()).isBetween(before, System.currentTimeMillis());
        assertThat(written).isEqualTo(ControlApi.json(ANSWERS.get(message)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"auth\",\"timestamp\":1,\"apiKey\":\"agt_1\",\"clientType\":\"agent\"}",
                "{\"type\":\"ping\",\"timestamp\":1}",
            })
    void isRecognisedByFieldsBesideTheType(String text) {
        assertThat(FlatCodec.recognises(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"auth\",\"data\":{\"apiKey\":\"agt_1\"}}",
                "{\"type\":\"auth\",\"apiKey\":\"agt_1\",\"data\":{}}",
                "{\"type\":\"auth\"}",
                "{\"apiKey\":\"agt_1\",\"clientType\":\"agent\"}",
                "[]",
                "auth",
                ""
            })
    void everythingElseIsNot(String text) {
        assertThat(FlatCodec.recognises(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"auth\",\"apiKey\":\"agt_1\"}",
                "{\"type\":\"auth\",\"apiKey\":\"agt_1\",\"clientType\":\"admin\"}",
                "{\"type\":\"auth\",\"clientType\":\"agent\"}",
                "{\"type\":\"status_update\",\"status\":\"confused\"}",
                "{\"type\":\"config_ack\"}",
                "{\"type\":\"heartbeat\",\"data\":{}}",
            })
    void refusesWhatItDoesNotKnow(String text) {
        assertThatThrownBy(() -> codec.decode(text))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageNotContaining("agt_1");
    }

    @Test
    void tellsNothingButWholeConfigurations() {
        assertThatThrownBy(() -> codec.encode(new ControlMessage.TunnelDelete(ID), 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
