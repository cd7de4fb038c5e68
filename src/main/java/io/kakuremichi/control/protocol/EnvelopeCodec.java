package io.kakuremichi.control.protocol;

import io.kakuremichi.control.protocol.ControlMessage.AgentConfig;
import io.kakuremichi.control.protocol.ControlMessage.AgentPeerCreate;
import io.kakuremichi.control.protocol.ControlMessage.AgentPeerDelete;
import io.kakuremichi.control.protocol.ControlMessage.AgentPeerUpdate;
import io.kakuremichi.control.protocol.ControlMessage.AgentSelfUpdate;
import io.kakuremichi.control.protocol.ControlMessage.AgentTunnelCreate;
import io.kakuremichi.control.protocol.ControlMessage.AgentTunnelUpdate;
import io.kakuremichi.control.protocol.ControlMessage.AuthError;
import io.kakuremichi.control.protocol.ControlMessage.AuthSuccess;
import io.kakuremichi.control.protocol.ControlMessage.CertificateDelete;
import io.kakuremichi.control.protocol.ControlMessage.CertificateUpdate;
import io.kakuremichi.control.protocol.ControlMessage.ConfigUpdate;
import io.kakuremichi.control.protocol.ControlMessage.Delta;
import io.kakuremichi.control.protocol.ControlMessage.Enrolled;
import io.kakuremichi.control.protocol.ControlMessage.GatewayConfig;
import io.kakuremichi.control.protocol.ControlMessage.GatewayPeerCreate;
import io.kakuremichi.control.protocol.ControlMessage.GatewayPeerDelete;
import io.kakuremichi.control.protocol.ControlMessage.GatewayPeerUpdate;
import io.kakuremichi.control.protocol.ControlMessage.GatewaySelfUpdate;
import io.kakuremichi.control.protocol.ControlMessage.GatewayTunnelCreate;
import io.kakuremichi.control.protocol.ControlMessage.GatewayTunnelUpdate;
import io.kakuremichi.control.protocol.ControlMessage.OfState;
import io.kakuremichi.control.protocol.ControlMessage.Pong;
import io.kakuremichi.control.protocol.ControlMessage.SharedGatewayConfig;
import io.kakuremichi.control.protocol.ControlMessage.TunnelDelete;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * The codec of the current dialect: {@code {"type": …, "data": {…}, "revision": N}} ({@code protocol.md},
 * <i>Messages</i>).
 */
@Singleton
public class EnvelopeCodec implements Codec {
    /** The approximate size of a configuration without its parts. */
    private static final int ENVELOPE_LENGTH = 160;

    private final GatewayPeersText gatewayPeers = new GatewayPeersText();

    /** The last gateway views and their encodings: in a reconnect storm all gateways get the same bytes. */
    private volatile @Nullable EncodedView lastView;

    /** The one before it: with and without proxies, there may be two at each revision. */
    private volatile @Nullable EncodedView previousView;

    @Override
    public ClientMessage decode(String frame) throws InvalidMessageException {
        var envelope = new MessageReader(WireJson.read(frame));
        var type = envelope.text("type");
        return switch (type) {
            case "auth" -> auth(envelope.object("data"));
            case "heartbeat" -> heartbeat(envelope.object("data"));
            case "status" -> status(envelope.object("data"));
            case "certificate_obtained" -> certificate(envelope.object("data"));
            case "config_ack" -> configAck(envelope.object("data"));
            default -> throw WireJson.unknownType(type);
        };
    }

    private static ClientMessage auth(MessageReader data) throws InvalidMessageException {
        return new ClientMessage.Auth(
                data.optionalSecret("apiKey"),
                data.optionalSecret("enrollmentKey"),
                null,
                data.optionalText("name"),
                data.optionalText("publicIp"),
                data.optionalText("publicKey"),
                Capability.named(data.optionalTexts("capabilities")),
                resumePoint(data.optionalObject("resume")));
    }

    private static ClientMessage.@Nullable ResumePoint resumePoint(@Nullable MessageReader data)
            throws InvalidMessageException {
        return data == null ? null : new ClientMessage.ResumePoint(data.text("epoch"), data.integer("revision"));
    }

    private static ClientMessage heartbeat(MessageReader data) throws InvalidMessageException {
        data.ignoredNumber("timestamp");
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
                data.optionalInteger("revision"), data.flag("success"), data.optionalDisplayText("error"));
    }

    @Override
    public String encode(ControlMessage message, long revision) {
        return switch (message) {
            case AuthSuccess success -> envelope("auth_success", success, revision, message);
            case AuthError error -> envelope("auth_error", error, revision, message);
            case Enrolled enrolled -> envelope("enrolled", enrolled, revision, message);
            case ControlMessage.Fault error -> envelope("error", error, revision, message);
            case AgentConfig config -> agentConfig(config, revision);
            case GatewayConfig config -> gatewayConfig(config, revision);
            case AgentTunnelCreate(var tunnel) -> envelope("tunnel_create", tunnel, revision, message);
            case AgentTunnelUpdate(var tunnel) -> envelope("tunnel_update", tunnel, revision, message);
            case GatewayTunnelCreate(var tunnel) -> envelope("tunnel_create", tunnel, revision, message);
            case GatewayTunnelUpdate(var tunnel) -> envelope("tunnel_update", tunnel, revision, message);
            case TunnelDelete delete -> envelope("tunnel_delete", delete, revision, message);
            case Delta delta -> delta(delta, revision);
            case Pong pong -> throw new IllegalArgumentException("a message of the flat dialect");
            case ConfigUpdate config -> throw new IllegalArgumentException("a message of the flat dialect");
        };
    }

    private static String delta(Delta message, long revision) {
        return switch (message) {
            case AgentPeerCreate(var agent) -> envelope("agent_create", agent, revision, message);
            case AgentPeerUpdate(var agent) -> envelope("agent_update", agent, revision, message);
            case AgentPeerDelete delete -> envelope("agent_delete", delete, revision, message);
            case AgentSelfUpdate(var agent) -> envelope("agent_update", agent, revision, message);
            case GatewayPeerCreate(var gateway) -> envelope("gateway_create", gateway, revision, message);
            case GatewayPeerUpdate(var gateway) -> envelope("gateway_update", gateway, revision, message);
            case GatewayPeerDelete delete -> envelope("gateway_delete", delete, revision, message);
            case GatewaySelfUpdate(var gateway) -> envelope("gateway_update", gateway, revision, message);
            case CertificateUpdate(var certificate) -> envelope("certificate_update", certificate, revision, message);
            case CertificateDelete delete -> envelope("certificate_delete", delete, revision, message);
        };
    }

    private static String envelope(String type, Object data, long revision, ControlMessage message) {
        return WireJson.write(generator -> {
            generator.writeStartObject();
            generator.writeStringField("type", type);
            generator.writePOJOField("data", data);
            if (message instanceof OfState) {
                generator.writeNumberField("revision", revision);
            }
            generator.writeEndObject();
        });
    }

    private String agentConfig(AgentConfig config, long revision) {
        var gateways = gatewayPeers.of(config.gateways());
        var agent = WireJson.text(config.agent());
        var tunnels = WireJson.text(config.tunnels());
        var text = config("agent", agent, config.rotateKey(), gateways.length() + tunnels.length());
        text.append(",\"gateways\":");
        gateways.appendTo(text, config.virtualIps());
        text.append(",\"tunnels\":").append(tunnels);
        return end(text, revision);
    }

    private String gatewayConfig(GatewayConfig config, long revision) {
        var shared = encoded(config.view());
        var text = config("gateway", WireJson.text(config.gateway()), config.rotateKey(), shared.length());
        text.append(",\"agents\":").append(shared.agents());
        text.append(",\"tunnels\":").append(shared.tunnels());
        text.append(",\"certificates\":").append(shared.certificates());
        return end(text, revision);
    }

    /** Concatenates parts that are already JSON; a generator would copy them character by character. */
    private static StringBuilder config(String self, String selfJson, @Nullable Boolean rotateKey, int lengthOfRest) {
        var text = new StringBuilder(ENVELOPE_LENGTH + selfJson.length() + lengthOfRest)
                .append("{\"type\":\"config\",\"data\":{\"")
                .append(self)
                .append("\":")
                .append(selfJson);
        if (rotateKey != null) {
            text.append(",\"rotateKey\":").append(rotateKey);
        }
        return text;
    }

    private static String end(StringBuilder config, long revision) {
        return config.append("},\"revision\":").append(revision).append('}').toString();
    }

    private EncodedView encoded(SharedGatewayConfig view) {
        var known = known(view);
        if (known != null) {
            return known;
        }
        // Held while encoding, so that fifty gateways arriving together wait for one encoding instead of making fifty.
        synchronized (this) {
            known = known(view);
            if (known == null) {
                known = new EncodedView(
                        view,
                        WireJson.text(view.agents()),
                        WireJson.text(view.tunnels()),
                        WireJson.text(view.certificates()));
                previousView = lastView;
                lastView = known;
            }
            return known;
        }
    }

    @SuppressWarnings("ReferenceEquality")
    private @Nullable EncodedView known(SharedGatewayConfig view) {
        var last = lastView;
        if (last != null && last.view() == view) {
            return last;
        }
        var previous = previousView;
        return previous != null && previous.view() == view ? previous : null;
    }

    private record EncodedView(SharedGatewayConfig view, String agents, String tunnels, String certificates) {
        int length() {
            return agents.length() + tunnels.length() + certificates.length();
        }
    }
}
