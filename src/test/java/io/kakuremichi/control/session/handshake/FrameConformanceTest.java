package io.kakuremichi.control.session.handshake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.RawClient;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 as a server has to keep it: fragments, control frames, close codes and UTF-8. */
@ControlTest
class FrameConformanceTest {
    private static final int TEXT = 0x1;
    private static final int BINARY = 0x2;
    private static final int CONTINUATION = 0x0;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int PONG = 0xa;
    private static final int FINAL = 0x80;

    /** A message that Control answers with {@code UNKNOWN_TYPE}, which quotes nothing of it. */
    private static final String UNKNOWN = "{\"type\":\"nobody-knows\",\"data\":{}}";

    private final ControlApi control = ControlApi.ofTest();
    private RawClient client;

    @BeforeEach
    void connect() throws IOException {
        client = RawClient.open(control, "/ws?type=agent");
        client.text("{\"type\":\"auth\",\"data\":{\"apiKey\":\"%s\"}}"
                .formatted(control.createAgent().apiKey()));
        client.awaits("\"config\"");
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"|*", "||*", "*|", "*||", "|*|", "|*|*||*|", "*|*|*", "||||||||||*||||||||||"})
    void fragmentsOfAnyLengthAreOneMessage(String form) throws IOException {
        client.fragments(fragments(form));

        assertThat(client.message().path("data").path("code").asText()).isEqualTo("UNKNOWN_TYPE");
        client.text(UNKNOWN);
        assertThat(client.message().path("data").path("code").asText()).isEqualTo("UNKNOWN_TYPE");
    }

    @Test
    void aMessageOfEmptyFragmentsIsEmpty() throws IOException {
        client.fragments("", "", "");

        assertThat(client.message().path("data").path("code").asText()).isEqualTo("INVALID_MESSAGE");
        client.text(UNKNOWN).awaits("UNKNOWN_TYPE");
    }

    @Test
    void anEmptyBinaryFragmentIsRefusedAsOneMessage() throws IOException {
        client.frame(BINARY, new byte[0]).frame(CONTINUATION, new byte[] {1}).frame(FINAL | CONTINUATION, new byte[] {2
        });

        assertThat(client.message().path("data").path("message").asText()).contains("text frames");
        client.text(UNKNOWN).awaits("UNKNOWN_TYPE");
    }

    @Test
    void controlFramesMayComeBetweenFragments() throws IOException {
        client.frame(TEXT, new byte[0])
                .frame(FINAL | PING, "between".getBytes(UTF_8))
                .frame(FINAL | PONG, new byte[0])
                .frame(FINAL | CONTINUATION, UNKNOWN.getBytes(UTF_8));

        assertThat(client.awaitsPong()).isEqualTo("between");
        client.awaits("UNKNOWN_TYPE");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125})
    void aPingIsAnsweredWithItsPayload(int length) throws IOException {
        var payload = "x".repeat(length);

        client.frame(FINAL | PING, payload.getBytes(UTF_8));

        assertThat(client.awaitsPong()).isEqualTo(payload);
    }

    @Test
    void aPingOver125BytesIsAProtocolError() throws IOException {
        client.frame(FINAL | PING, new byte[126]);

        assertThat(client.awaitsClose()).isEqualTo(1002);
    }

    @Test
    void aFragmentedControlFrameIsAProtocolError() throws IOException {
        client.frame(PING, new byte[0]);

        assertThat(client.awaitsClose()).isEqualTo(1002);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x3, 0x7, 0xb, 0xf})
    void aReservedOpcodeIsAProtocolError(int opcode) throws IOException {
        client.frame(FINAL | opcode, new byte[0]);

        assertThat(client.awaitsClose()).isEqualTo(1002);
    }

    @Test
    void aContinuationOfNothingIsAProtocolError() throws IOException {
        client.frame(FINAL | CONTINUATION, new byte[0]);

        assertThat(client.awaitsClose()).isEqualTo(1002);
    }

    @Test
    void aMessageInsideAnotherIsAProtocolError() throws IOException {
        client.frame(TEXT, new byte[0]).frame(FINAL | TEXT, UNKNOWN.getBytes(UTF_8));

        assertThat(client.awaitsClose()).isEqualTo(1002);
    }

    @Test
    void aReservedBitIsAProtocolError() throws IOException {
        client.frame(FINAL | 0x40 | TEXT, UNKNOWN.getBytes(UTF_8));

        assertThat(client.awaitsClose()).isEqualTo(1002);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "c0af", "eda080", "f4908080", "e282", "80"})
    void textThatIsNotUtf8IsRefused(String bytes) throws IOException {
        client.frame(FINAL | TEXT, HexFormat.of().parseHex(bytes));

        assertThat(client.awaitsClose()).isEqualTo(1007);
    }

    @Test
    void aCharacterMayBeSplitBetweenFragments() throws IOException {
        var message = UNKNOWN.replace("nobody-knows", "失敗").getBytes(UTF_8);
        var split = UNKNOWN.indexOf("nobody") + 1;

        client.frame(TEXT, Arrays.copyOf(message, split))
                .frame(FINAL | CONTINUATION, Arrays.copyOfRange(message, split, message.length));

        client.awaits("UNKNOWN_TYPE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "03e8", "03e9", "0fa0"})
    void aCloseIsAnswered(String payload) throws IOException {
        client.frame(FINAL | CLOSE, HexFormat.of().parseHex(payload));

        assertThat(client.awaitsClose()).isIn(1000, 1001, 1005, 4000);
    }

    @ParameterizedTest
    @ValueSource(ints = {262_145, 1_048_576, 1_048_577, 5_000_000})
    void aMessageOverTheLimitIsTooBigAtEverySize(int bytes) throws IOException {
        client.frame(FINAL | TEXT, "x".repeat(bytes).getBytes(UTF_8));

        assertThat(client.awaitsClose()).isEqualTo(1009);
    }

    /** A star stands for a part of the message, nothing between two bars for an empty fragment. */
    private static String[] fragments(String form) {
        var parts = form.split("\\|", -1);
        var filled = Arrays.stream(parts).filter(part -> part.equals("*")).count();
        var size = (int) Math.ceilDiv(UNKNOWN.length(), filled);
        var from = 0;
        for (var i = 0; i < parts.length; i++) {
            if (parts[i].equals("*")) {
                var to = Math.min(UNKNOWN.length(), from + size);
                parts[i] = UNKNOWN.substring(from, to);
                from = to;
            }
        }
        return parts;
    }
}
