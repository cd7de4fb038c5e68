package io.kakuremichi.control.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.kakuremichi.control.protocol.ControlMessage.AgentConfig;
import io.kakuremichi.control.protocol.ControlMessage.AgentTunnelCreate;
import io.kakuremichi.control.protocol.ControlMessage.AgentTunnelUpdate;
import io.kakuremichi.control.protocol.ControlMessage.AuthError;
import io.kakuremichi.control.protocol.ControlMessage.AuthSuccess;
import io.kakuremichi.control.protocol.ControlMessage.GatewayConfig;
import io.kakuremichi.control.protocol.ControlMessage.GatewayTunnelCreate;
import io.kakuremichi.control.protocol.ControlMessage.GatewayTunnelUpdate;
import io.kakuremichi.control.protocol.ControlMessage.GatewayView;
import io.kakuremichi.control.protocol.ControlMessage.OfState;
import io.kakuremichi.control.protocol.ControlMessage.TunnelDelete;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The protocol's own form: {@code {"type": …, "data": {…}, "revision": N}} (seed; {@code protocol.md}, <i>Envelope</i>). */
@Singleton
public class EnvelopeCodec implements Codec {
    private static final int MAX_DEPTH = 16;

    private final JsonMapper json = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    /** The last gateway view and what became of it: all gateways of a storm are sent the same bytes. */
    private volatile @Nullable EncodedView lastView;

    @Override
    public ClientMessage decode(String frame) throws InvalidMessageException {
        var envelope = new MessageReader(object(frame));
        var type = envelope.text("type");
        return switch (type) {
            case "auth" -> auth(envelope.object("data"));
            case "heartbeat" -> heartbeat(envelope.object("data"));
            case "status" -> status(envelope.object("data"));
            case "certificate_obtained" -> certificate(envelope.object("data"));
            case "config_ack" -> configAck(envelope.object("data"));
            default ->
                throw new InvalidMessageException(
                        ErrorCode.UNKNOWN_TYPE, "There is no message type \"" + abbreviated(type) + "\"");
        };
    }

    private ObjectNode object(String frame) throws InvalidMessageException {
        JsonNode node;
        try {
            node = json.readTree(frame);
        } catch (JsonProcessingException e) {
            // Jackson's own message may quote the input, which may hold a key.
            throw new InvalidMessageException(ErrorCode.INVALID_MESSAGE, "The message is not valid JSON");
        }
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new InvalidMessageException(ErrorCode.INVALID_MESSAGE, "The message is not a JSON object");
    }

    private static ClientMessage auth(MessageReader data) throws InvalidMessageException {
        return new ClientMessage.Auth(
                data.optionalSecret("apiKey"),
                data.optionalText("publicIp"),
                data.optionalText("publicKey"),
                data.optionalTexts("capabilities"));
    }

    private static ClientMessage heartbeat(MessageReader data) throws InvalidMessageException {
        data.optionalNumber("timestamp");
        return new ClientMessage.Heartbeat();
    }

    private static ClientMessage status(MessageReader data) throws InvalidMessageException {
        return new ClientMessage.Status(
                data.list("tunnels", item -> new ClientMessage.TunnelStatus(item.text("domain"), item.text("status"))));
    }

    private static ClientMessage certificate(MessageReader data) throws InvalidMessageException {
        return new ClientMessage.CertificateObtained(
                data.text("domain"), data.text("certificate"), data.secret("privateKey"), data.time("expiresAt"));
    }

    private static ClientMessage configAck(MessageReader data) throws InvalidMessageException {
        return new ClientMessage.ConfigAck(
                data.optionalNumber("revision"), data.flag("success"), data.optionalText("error"));
    }

    @Override
    public String encode(ControlMessage message, long revision) {
        return switch (message) {
            case AuthSuccess success -> envelope("auth_success", success, revision, message);
            case AuthError error -> envelope("auth_error", error, revision, message);
            case ControlMessage.Fault error -> envelope("error", error, revision, message);
            case AgentConfig config -> envelope("config", config, revision, message);
            case GatewayConfig config -> gatewayConfig(config, revision);
            case AgentTunnelCreate(var tunnel) -> envelope("tunnel_create", tunnel, revision, message);
            case AgentTunnelUpdate(var tunnel) -> envelope("tunnel_update", tunnel, revision, message);
            case GatewayTunnelCreate(var tunnel) -> envelope("tunnel_create", tunnel, revision, message);
            case GatewayTunnelUpdate(var tunnel) -> envelope("tunnel_update", tunnel, revision, message);
            case TunnelDelete delete -> envelope("tunnel_delete", delete, revision, message);
        };
    }

    private String envelope(String type, Object data, long revision, ControlMessage message) {
        return write(generator -> {
            generator.writeStartObject();
            generator.writeStringField("type", type);
            generator.writePOJOField("data", data);
            if (message instanceof OfState) {
                generator.writeNumberField("revision", revision);
            }
            generator.writeEndObject();
        });
    }

    private String gatewayConfig(GatewayConfig config, long revision) {
        return write(generator -> {
            generator.writeStartObject();
            generator.writeStringField("type", "config");
            generator.writeObjectFieldStart("data");
            generator.writePOJOField("gateway", config.gateway());
            if (config.rotateKey() != null) {
                generator.writeBooleanField("rotateKey", config.rotateKey());
            }
            var shared = encoded(config.view());
            generator.writeFieldName("agents");
            generator.writeRawValue(shared.agents());
            generator.writeFieldName("tunnels");
            generator.writeRawValue(shared.tunnels());
            generator.writeFieldName("certificates");
            generator.writeRawValue(shared.certificates());
            generator.writeEndObject();
            generator.writeNumberField("revision", revision);
            generator.writeEndObject();
        });
    }

    @SuppressWarnings("ReferenceEquality")
    private EncodedView encoded(GatewayView view) {
        var last = lastView;
        if (last != null && last.view() == view) {
            return last;
        }
        // Held while encoding, so that fifty gateways that arrive together wait for one encoding instead of doing
        // fifty.
        synchronized (this) {
            last = lastView;
            if (last == null || last.view() != view) {
                last = new EncodedView(view, array(view.agents()), array(view.tunnels()), array(view.certificates()));
                lastView = last;
            }
            return last;
        }
    }

    private String array(List<?> items) {
        return write(generator -> generator.writePOJO(items));
    }

    private String write(JsonWriting writing) {
        var text = new StringWriter();
        try (var generator = json.createGenerator(text)) {
            writing.to(generator);
        } catch (IOException e) {
            throw new UncheckedIOException("a message of ours can't be written", e);
        }
        return text.toString();
    }

    private static String abbreviated(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    private record EncodedView(GatewayView view, String agents, String tunnels, String certificates) {}

    private interface JsonWriting {
        void to(JsonGenerator generator) throws IOException;
    }
}
