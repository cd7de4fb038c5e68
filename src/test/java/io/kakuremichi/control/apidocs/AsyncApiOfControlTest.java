package io.kakuremichi.control.apidocs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.protocol.Codec;
import io.kakuremichi.control.protocol.ControlMessage;
import io.kakuremichi.control.protocol.ControlMessage.AgentConfig;
import io.kakuremichi.control.protocol.ControlMessage.AuthError;
import io.kakuremichi.control.protocol.ControlMessage.AuthSuccess;
import io.kakuremichi.control.protocol.ControlMessage.ConfigUpdate;
import io.kakuremichi.control.protocol.ControlMessage.Fault;
import io.kakuremichi.control.protocol.ControlMessage.GatewayConfig;
import io.kakuremichi.control.protocol.ControlMessage.GatewayPeer;
import io.kakuremichi.control.protocol.ControlMessage.SharedGatewayConfig;
import io.kakuremichi.control.protocol.ControlMessage.SharedGatewayPeer;
import io.kakuremichi.control.protocol.EnvelopeCodec;
import io.kakuremichi.control.protocol.FlatCodec;
import io.kakuremichi.control.protocol.FlatConfig;
import io.kakuremichi.control.protocol.MessageErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Control says is documented field by field, as the codecs write it; and nothing else is. */
class AsyncApiOfControlTest {
    private static final int REVISION = 42;
    private static final EnvelopeCodec ENVELOPE = new EnvelopeCodec();
    private static final FlatCodec FLAT = new FlatCodec();
    private static final JsonMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    /** Every message that some codec writes. */
    record Written(String name, Codec codec, ControlMessage full, ControlMessage bare) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Written> written() {
        var written = new ArrayList<Written>();
        AsyncApi.records(ControlMessage.class).forEach(type -> {
            if (type == ConfigUpdate.class) {
                AsyncApi.records(FlatConfig.class)
                        .forEach(config -> written.add(new Written(
                                "flatConfigUpdate" + config.getSimpleName(),
                                FLAT,
                                new ConfigUpdate((FlatConfig) Samples.full(config)),
                                new ConfigUpdate((FlatConfig) Samples.bare(config)))));
            } else {
                var full = (ControlMessage) Samples.full(type);
                var bare = (ControlMessage) Samples.bare(type);
                if (writes(ENVELOPE, full)) {
                    written.add(new Written(AsyncApi.name(type), ENVELOPE, full, bare));
                }
                if (writes(FLAT, full)) {
                    written.add(new Written("flat" + type.getSimpleName(), FLAT, full, bare));
                }
            }
        });
        return written;
    }

    private static boolean writes(Codec codec, ControlMessage message) {
        try {
            codec.encode(message, REVISION);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Test
    void everyMessageIsDocumentedAndNoOther() {
        assertThat(AsyncApi.ofControl())
                .extracting(AsyncApi.Message::name)
                .containsExactlyInAnyOrderElementsOf(
                        written().stream().map(Written::name).toList());
    }

    @ParameterizedTest
    @MethodSource("written")
    void everyFieldIsDocumentedAndNoOther(Written written) {
        var message = AsyncApi.message(written.name());
        var full = ControlApi.json(written.codec().encode(written.full(), REVISION));

        assertThat(Shape.of(full)).isEqualTo(Shape.of(AsyncApi.DOCUMENT, message.payload(), false));
        assertThat(full.path("type").asText()).isEqualTo(message.type());
    }

    @ParameterizedTest
    @MethodSource("written")
    void whatIsRequiredIsAlwaysThereAndNothingElse(Written written) {
        var message = AsyncApi.message(written.name());
        var bare = ControlApi.json(written.codec().encode(written.bare(), REVISION));

        assertThat(Shape.of(bare)).isEqualTo(Shape.of(AsyncApi.DOCUMENT, message.payload(), true));
    }

    static Stream<AsyncApi.Message> messages() {
        return AsyncApi.ofControl().stream();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyExampleIsWhatTheCodecWrites(AsyncApi.Message message) {
        assertThat(message.examples()).allSatisfy(example -> {
            var codec = message.isFlat() ? FLAT : ENVELOPE;
            var read = message.isFlat() ? flat(message, example) : envelope(message, example.path("data"));

            ObjectNode text = (ObjectNode) ControlApi.json(codec.encode(read, REVISION));

            if (message.isFlat()) {
                text.set("timestamp", example.path("timestamp"));
            }
            assertThat(text).hasToString(example.toString());
        });
    }

    private static ControlMessage envelope(AsyncApi.Message message, JsonNode data) {
        var type = AsyncApi.records(ControlMessage.class)
                .filter(each -> AsyncApi.name(each).equals(message.name()))
                .findFirst()
                .orElseThrow();
        if (type == AgentConfig.class) {
            return agentConfig(data);
        }
        if (type == GatewayConfig.class) {
            return new GatewayConfig(
                    read(data.path("gateway"), ControlMessage.GatewaySelf.class),
                    data.has("rotateKey") ? data.path("rotateKey").booleanValue() : null,
                    new SharedGatewayConfig(
                            list(data.path("agents"), ControlMessage.AgentPeer.class),
                            list(data.path("tunnels"), ControlMessage.GatewayTunnel.class),
                            list(data.path("certificates"), ControlMessage.CertificateItem.class)));
        }
        var components = type.getRecordComponents();
        if (components.length == 1 && components[0].getType().isRecord()) {
            return (ControlMessage) Samples.construct(type, read(data, components[0].getType()));
        }
        return (ControlMessage) read(data, type);
    }

    private static AgentConfig agentConfig(JsonNode data) {
        var peers = list(data.path("gateways"), GatewayPeer.class);
        return new AgentConfig(
                read(data.path("agent"), ControlMessage.AgentSelf.class),
                data.has("rotateKey") ? data.path("rotateKey").booleanValue() : null,
                peers.stream()
                        .map(peer -> new SharedGatewayPeer(
                                peer.id(),
                                peer.name(),
                                peer.publicIp(),
                                peer.wireguardPublicKey(),
                                peers.indexOf(peer)))
                        .toList(),
                number -> peers.get(number).virtualIps(),
                list(data.path("tunnels"), ControlMessage.AgentTunnel.class));
    }

    private static ControlMessage flat(AsyncApi.Message message, JsonNode example) {
        return switch (message.name()) {
            case "flatAuthSuccess" -> {
                var id = UUID.fromString(example.path("clientId").asText());
                var agent = example.path("clientType").asText().equals("agent");
                yield new AuthSuccess(agent ? id : null, agent ? null : id, "", 1, List.of(), id, false);
            }
            case "flatAuthError" -> new AuthError(example.path("error").asText());
            case "flatFault" ->
                new Fault(MessageErrorCode.INTERNAL_ERROR, example.path("error").asText());
            case "flatPong" -> new ControlMessage.Pong();
            case "flatConfigUpdateOfAgent" -> new ConfigUpdate(read(example.path("config"), FlatConfig.OfAgent.class));
            case "flatConfigUpdateOfGateway" ->
                new ConfigUpdate(read(example.path("config"), FlatConfig.OfGateway.class));
            default -> throw new AssertionError("not known here: " + message);
        };
    }

    private static <T> T read(JsonNode node, Class<T> type) {
        return JSON.convertValue(node, type);
    }

    private static <T> List<T> list(JsonNode array, Class<T> type) {
        return OpenApiCall.items(array).map(item -> read(item, type)).toList();
    }
}
