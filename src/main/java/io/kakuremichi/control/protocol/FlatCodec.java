package io.kakuremichi.control.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.protocol.ControlMessage.AuthError;
import io.kakuremichi.control.protocol.ControlMessage.AuthSuccess;
import io.kakuremichi.control.protocol.ControlMessage.ConfigUpdate;
import io.kakuremichi.control.protocol.ControlMessage.Enrolled;
import io.kakuremichi.control.protocol.ControlMessage.Fault;
import io.kakuremichi.control.protocol.ControlMessage.OfState;
import io.kakuremichi.control.protocol.ControlMessage.Pong;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Set;

/** The codec of the flat dialect: {@code {"type": …, "timestamp": MS, …}} ({@code flat-dialect.md}). */
@Singleton
public class FlatCodec implements Codec {
    /**
     * Whether a first message belongs to this dialect: its fields are next to {@code type}, and it has no {@code data}.
     */
    public static boolean recognises(String frame) {
        try {
            var message = WireJson.read(frame);
            return message.path("type").isTextual() && !message.has("data") && message.size() > 1;
        } catch (InvalidMessageException e) {
            return false;
        }
    }

    @Override
    public ClientMessage decode(String frame) throws InvalidMessageException {
        var message = new MessageReader(WireJson.read(frame));
        var type = message.text("type");
        return switch (type) {
            case "auth" -> auth(message);
            case "ping" -> new ClientMessage.Ping();
            case "status_update" -> condition(message);
            case "config_ack" -> new ClientMessage.ConfigAck(null, message.flag("success"), message.looseText("error"));
            default -> throw WireJson.unknownType(type);
        };
    }

    private static ClientMessage auth(MessageReader message) throws InvalidMessageException {
        var type = ClientType.named(message.text("clientType"))
                .orElseThrow(() -> new InvalidMessageException(
                        MessageErrorCode.INVALID_MESSAGE, "\"clientType\" must be \"agent\" or \"gateway\""));
        return new ClientMessage.Auth(
                message.secret("apiKey"),
                null,
                type,
                null,
                message.looseText("publicIp"),
                message.looseText("publicKey"),
                Set.of(),
                null);
    }

    private static ClientMessage condition(MessageReader message) throws InvalidMessageException {
        return switch (message.text("status")) {
            case "online", "offline" -> new ClientMessage.Condition(false);
            case "error" -> new ClientMessage.Condition(true);
            default ->
                throw new InvalidMessageException(
                        MessageErrorCode.INVALID_MESSAGE, "\"status\" must be \"online\", \"offline\" or \"error\"");
        };
    }

    @Override
    public String encode(ControlMessage message, long revision) {
        return switch (message) {
            case AuthSuccess success ->
                flat("auth_success", fields -> {
                    var id = success.agentId() != null ? success.agentId() : success.gatewayId();
                    var type = success.agentId() != null ? ClientType.AGENT : ClientType.GATEWAY;
                    fields.writeStringField("clientId", String.valueOf(id));
                    fields.writeStringField("clientType", type.wireName());
                });
            case Enrolled enrolled -> throw new IllegalArgumentException("this dialect has no enrollment");
            case AuthError(var text) -> flat("auth_error", fields -> fields.writeStringField("error", text));
            case Fault fault -> flat("error", fields -> fields.writeStringField("error", fault.message()));
            case Pong() -> flat("pong", fields -> {});
            case ConfigUpdate(var config) -> flat("config_update", fields -> fields.writePOJOField("config", config));
            case OfState other -> throw new IllegalArgumentException("this dialect has no incremental messages");
        };
    }

    private static String flat(String type, Fields rest) {
        return WireJson.write(generator -> {
            generator.writeStartObject();
            generator.writeStringField("type", type);
            generator.writeNumberField("timestamp", System.currentTimeMillis());
            rest.to(generator);
            generator.writeEndObject();
        });
    }

    private interface Fields {
        void to(JsonGenerator generator) throws IOException;
    }
}
