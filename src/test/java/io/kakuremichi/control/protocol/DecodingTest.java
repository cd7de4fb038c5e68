package io.kakuremichi.control.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.protocol.ClientMessage.Auth;
import io.kakuremichi.control.protocol.ClientMessage.CertificateObtained;
import io.kakuremichi.control.protocol.ClientMessage.ConfigAck;
import io.kakuremichi.control.protocol.ClientMessage.Heartbeat;
import io.kakuremichi.control.protocol.ClientMessage.ResumePoint;
import io.kakuremichi.control.protocol.ClientMessage.Status;
import io.kakuremichi.control.protocol.ClientMessage.TunnelStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecodingTest {
    private static final EnvelopeCodec CODEC = new EnvelopeCodec();

    static final Map<String, ClientMessage> MESSAGES = Map.ofEntries(
            Map.entry(
                    "{\"type\":\"auth\",\"data\":{\"apiKey\":\"agt_1\"}}",
                    new Auth(new Secret("agt_1"), null, null, null, null, null, Set.of(), null)),
            Map.entry(
                    "{\"type\":\"auth\",\"data\":{\"apiKey\":\"gtw_1\",\"publicIp\":\"192.0.2.1\"}}",
                    new Auth(new Secret("gtw_1"), null, null, null, "192.0.2.1", null, Set.of(), null)),
            Map.entry("{\"type\":\"auth\",\"data\":{}}", new Auth(null, null, null, null, null, null, Set.of(), null)),
            Map.entry(
                    "{\"type\":\"auth\",\"data\":{\"publicKey\":\"K\",\"capabilities\":[\"ack\",\"x\"]}}",
                    new Auth(null, null, null, null, null, "K", Set.of(Capability.ACK), null)),
            Map.entry(
                    "{\"type\":\"auth\",\"data\":{\"capabilities\":[\"resume\",\"delta\"],\"resume\":{\"epoch\":\"E\",\"revision\":7}}}",
                    new Auth(
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            Set.of(Capability.RESUME, Capability.DELTA),
                            new ResumePoint("E", 7))),
            Map.entry(
                    "{\"type\":\"auth\",\"data\":{\"enrollmentKey\":\"enr_1\",\"name\":\"web-1\",\"publicKey\":\"K\"}}",
                    new Auth(null, new Secret("enr_1"), null, "web-1", null, "K", Set.of(), null)),
            Map.entry("{\"type\":\"heartbeat\",\"data\":{\"timestamp\":1764000000000}}", new Heartbeat()),
            Map.entry(
                    "{\"data\":{\"tunnels\":[{\"domain\":\"a.example\",\"status\":\"up\"}]},\"type\":\"status\"}",
                    new Status(List.of(new TunnelStatus("a.example", "up")))),
            Map.entry("{\"type\":\"status\",\"data\":{\"tunnels\":[]}}", new Status(List.of())),
            Map.entry(
                    """
            {"type":"certificate_obtained","data":{"domain":"a.example","certificate":"C","privateKey":"K",
             "expiresAt":"2030-01-01T01:00:00+01:00"}}""",
                    new CertificateObtained("a.example", "C", new Secret("K"), Instant.parse("2030-01-01T00:00:00Z"))),
            Map.entry(
                    "{\"type\":\"config_ack\",\"data\":{\"revision\":5,\"success\":false,\"error\":\"no\"}}",
                    new ConfigAck(5L, false, "no")),
            Map.entry("{\"type\":\"config_ack\",\"data\":{\"success\":true}}", new ConfigAck(null, true, null)));

    static final List<String> TEXTS = List.copyOf(MESSAGES.keySet());

    @ParameterizedTest
    @FieldSource("TEXTS")
    void readsEachMessage(String text) throws InvalidMessageException {
        assertThat(CODEC.decode(text)).isEqualTo(MESSAGES.get(text));
    }

    @Test
    void everyMessageOfClientsHasASample() {
        var samples = MESSAGES.values().stream()
                .<Class<?>>map(ClientMessage::getClass)
                .toList();

        assertThat(ClientMessage.class.getPermittedSubclasses())
                .filteredOn(type -> type != ClientMessage.Ping.class && type != ClientMessage.Condition.class)
                .isSubsetOf(samples);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"auth\",\"data\":{\"apiKey\":\"secret-1\"",
                "{\"type\":\"auth\",\"data\":{\"apiKey\":{\"secret-1\":1}}}",
                "{\"type\":\"auth\",\"data\":{\"apiKey\":\"secret-1\",\"publicIp\":1}}",
                "{\"type\":\"certificate_obtained\",\"data\":{\"privateKey\":\"secret-1\"}}",
                "secret-1"
            })
    void theReasonQuotesNothingOfTheMessage(String text) {
        assertThatThrownBy(() -> CODEC.decode(text))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "18446744073709551657", "1e30", "\"1\"", "true"})
    void aRevisionIsAnInteger(String revision) {
        assertThatThrownBy(() -> CODEC.decode(
                        "{\"type\":\"config_ack\",\"data\":{\"revision\":%s,\"success\":true}}".formatted(revision)))
                .hasMessage("\"revision\" must be an integer of 64 bits");
        assertThatThrownBy(
                        () -> CODEC.decode("{\"type\":\"auth\",\"data\":{\"resume\":{\"epoch\":\"E\",\"revision\":%s}}}"
                                .formatted(revision)))
                .hasMessage("\"revision\" must be an integer of 64 bits");
    }

    /** Languages without integers write them so. */
    @Test
    void aFractionOfZeroIsNone() throws InvalidMessageException {
        assertThat(CODEC.decode("{\"type\":\"config_ack\",\"data\":{\"revision\":5.0,\"success\":true}}"))
                .isEqualTo(new ConfigAck(5L, true, null));
        assertThat(CODEC.decode("{\"type\":\"heartbeat\",\"data\":{\"timestamp\":1764000000000.25}}"))
                .isEqualTo(new Heartbeat());
    }

    @ParameterizedTest
    @ValueSource(strings = {"config", "auth_success", "Heartbeat", "", " auth"})
    void knowsNoOtherType(String type) {
        assertThatThrownBy(() -> CODEC.decode("{\"type\":\"%s\",\"data\":{}}".formatted(type)))
                .isInstanceOfSatisfying(InvalidMessageException.class, refused -> assertThat(refused.code())
                        .isEqualTo(MessageErrorCode.UNKNOWN_TYPE));
    }

    @Test
    void secretsDoNotShowInWhatWasRead() {
        assertThat(MESSAGES.values())
                .allSatisfy(message -> assertThat(message.toString()).doesNotContain("agt_1", "gtw_1", "privateKey=K"));
    }
}
