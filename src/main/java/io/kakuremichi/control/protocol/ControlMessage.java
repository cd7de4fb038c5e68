package io.kakuremichi.control.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A message from Control ({@code protocol.md}, <i>Messages</i>). Record components are named like the fields on the
 * wire.
 */
public sealed interface ControlMessage {
    /** A message about stored state; it carries the revision of that state. */
    sealed interface OfState extends ControlMessage {}

    /** A tunnel's state, with fields that only clients with {@link Capability#PROXY} get. */
    sealed interface OfTunnel extends OfState {
        /** The message for the other clients. */
        OfState withoutProxies();
    }

    /** An incremental change that only clients with {@link Capability#DELTA} understand. */
    sealed interface Delta extends OfState {}

    /** Confirms authentication; exactly one of the ids is set. */
    @RegisterForReflection
    record AuthSuccess(
            @Nullable UUID agentId,
            @Nullable UUID gatewayId,
            String message,
            long heartbeatIntervalMs,
            List<String> capabilities,
            UUID epoch,
            boolean resumed)
            implements ControlMessage {}

    /** Rejects authentication; Control closes the connection next. */
    @RegisterForReflection
    record AuthError(String message) implements ControlMessage {}

    /** Names the client that an enrollment key created, and its API key; precedes {@link AuthSuccess}. */
    @RegisterForReflection
    record Enrolled(UUID id, String apiKey) implements ControlMessage {
        @Override
        public String toString() {
            return "Enrolled[" + id + "]";
        }
    }

    /** Rejects a message; the connection stays open. */
    @RegisterForReflection
    record Fault(MessageErrorCode code, String message) implements ControlMessage {}

    /**
     * The complete configuration of an agent.
     *
     * @param rotateKey true to request a new key pair from a client that generates its own keys, else null
     * @param gateways the same instance for all agents until a gateway changes; codecs cache their encoding by identity
     * @param virtualIps the virtual addresses that this agent gets of the gateway with a given host number; called on
     *     any thread
     */
    record AgentConfig(
            AgentSelf agent,
            @Nullable Boolean rotateKey,
            List<SharedGatewayPeer> gateways,
            IntFunction<List<String>> virtualIps,
            List<AgentTunnel> tunnels)
            implements OfState {}

    /** The part of a gateway's description that is equal for all agents. */
    record SharedGatewayPeer(
            UUID id, String name, @Nullable String publicIp, String wireguardPublicKey, int hostNumber) {
        /** Adds the addresses for one agent. */
        public GatewayPeer with(List<String> virtualIps) {
            return new GatewayPeer(id, name, publicIp, wireguardPublicKey, virtualIps);
        }
    }

    /** The agent that receives the message. */
    @RegisterForReflection
    record AgentSelf(
            UUID id,
            String name,
            String virtualIp,
            String subnet,
            @Nullable String wireguardPrivateKey) {
        @Override
        public String toString() {
            return "AgentSelf[" + id + "]";
        }
    }

    /**
     * A gateway in the view of one agent.
     *
     * @param publicIp null while unknown; always encoded, because the protocol requires the field
     */
    @RegisterForReflection
    record GatewayPeer(
            UUID id,
            String name,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String publicIp,

            String wireguardPublicKey,
            List<String> virtualIps) {}

    /**
     * A tunnel in the view of its agent.
     *
     * @param httpProxyEnabled null for a client without {@link Capability#PROXY}
     * @param socksProxyEnabled likewise
     */
    @RegisterForReflection
    record AgentTunnel(
            UUID id,
            String domain,
            String target,
            boolean enabled,
            @Nullable Boolean httpProxyEnabled,
            @Nullable Boolean socksProxyEnabled) {
        /** The view of a client without the capability. */
        public AgentTunnel withoutProxies() {
            return new AgentTunnel(id, domain, target, enabled, null, null);
        }
    }

    /**
     * The complete configuration of a gateway: its own part, and the part that all gateways share.
     *
     * @param rotateKey as in {@link AgentConfig}
     */
    record GatewayConfig(GatewaySelf gateway, @Nullable Boolean rotateKey, SharedGatewayConfig view)
            implements OfState {}

    /** The gateway that receives the message. */
    @RegisterForReflection
    record GatewaySelf(UUID id, String name, @Nullable String wireguardPrivateKey) {
        @Override
        public String toString() {
            return "GatewaySelf[" + id + "]";
        }
    }

    /**
     * The part of the configuration that is equal for all gateways at one revision, with or without the fields of
     * {@link Capability#PROXY}. There is at most one instance of each form for each revision; codecs cache their encoding by
     * identity.
     */
    @RegisterForReflection
    record SharedGatewayConfig(
            List<AgentPeer> agents, List<GatewayTunnel> tunnels, List<CertificateItem> certificates) {}

    /** An agent in the view of gateways. */
    @RegisterForReflection
    record AgentPeer(UUID id, String name, String virtualIp, String subnet, String wireguardPublicKey) {}

    /**
     * A tunnel in the view of gateways.
     *
     * @param httpProxyEnabled null for a client without {@link Capability#PROXY}
     * @param socksProxyEnabled likewise
     */
    @RegisterForReflection
    record GatewayTunnel(
            UUID id,
            String domain,
            String agentVirtualIp,
            String target,
            boolean enabled,
            @Nullable Boolean httpProxyEnabled,
            @Nullable Boolean socksProxyEnabled) {
        /** The view of a client without the capability. */
        public GatewayTunnel withoutProxies() {
            return new GatewayTunnel(id, domain, agentVirtualIp, target, enabled, null, null);
        }
    }

    /** A certificate with its private key. */
    @RegisterForReflection
    record CertificateItem(String domain, String certificate, String privateKey, Instant expiresAt) {
        @Override
        public String toString() {
            return "CertificateItem[" + domain + "]";
        }
    }

    /** {@code tunnel_create} for the tunnel's agent. */
    record AgentTunnelCreate(AgentTunnel tunnel) implements OfTunnel {
        @Override
        public OfState withoutProxies() {
            return new AgentTunnelCreate(tunnel.withoutProxies());
        }
    }

    /** {@code tunnel_update} for the tunnel's agent. */
    record AgentTunnelUpdate(AgentTunnel tunnel) implements OfTunnel {
        @Override
        public OfState withoutProxies() {
            return new AgentTunnelUpdate(tunnel.withoutProxies());
        }
    }

    /** {@code tunnel_create} for a gateway. */
    record GatewayTunnelCreate(GatewayTunnel tunnel) implements OfTunnel {
        @Override
        public OfState withoutProxies() {
            return new GatewayTunnelCreate(tunnel.withoutProxies());
        }
    }

    /** {@code tunnel_update} for a gateway. */
    record GatewayTunnelUpdate(GatewayTunnel tunnel) implements OfTunnel {
        @Override
        public OfState withoutProxies() {
            return new GatewayTunnelUpdate(tunnel.withoutProxies());
        }
    }

    /** {@code tunnel_delete} for the tunnel's agent and for gateways. */
    @RegisterForReflection
    record TunnelDelete(UUID id) implements OfState {}

    /** {@code agent_create} for a gateway. */
    record AgentPeerCreate(AgentPeer agent) implements Delta {}

    /** {@code agent_update} for a gateway. */
    record AgentPeerUpdate(AgentPeer agent) implements Delta {}

    /** {@code agent_delete} for a gateway. */
    @RegisterForReflection
    record AgentPeerDelete(UUID id) implements Delta {}

    /** {@code agent_update} for the agent itself. */
    record AgentSelfUpdate(AgentSelf agent) implements Delta {}

    /** {@code gateway_create} for an agent. */
    record GatewayPeerCreate(GatewayPeer gateway) implements Delta {}

    /** {@code gateway_update} for an agent. */
    record GatewayPeerUpdate(GatewayPeer gateway) implements Delta {}

    /** {@code gateway_delete} for an agent. */
    @RegisterForReflection
    record GatewayPeerDelete(UUID id) implements Delta {}

    /** {@code gateway_update} for the gateway itself. */
    record GatewaySelfUpdate(GatewaySelf gateway) implements Delta {}

    /** {@code certificate_update} for a gateway; also announces a new certificate. */
    record CertificateUpdate(CertificateItem certificate) implements Delta {}

    /** {@code certificate_delete} for a gateway. */
    @RegisterForReflection
    record CertificateDelete(String domain) implements Delta {}

    /** The response to a ping. */
    record Pong() implements ControlMessage {}

    /** The complete configuration in the flat dialect. */
    record ConfigUpdate(FlatConfig config) implements OfState {}
}
