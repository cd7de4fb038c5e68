package io.kakuremichi.control.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What Control says ({@code protocol.md}, <i>Control → client</i>). Component names are the wire's field names.
 */
public sealed interface ControlMessage {
    /** Describes stored state, and so goes out with the revision it describes. */
    sealed interface OfState extends ControlMessage {}

    /** Carries a change that only clients with {@link Capability#DELTA} understand. */
    sealed interface Delta extends OfState {}

    /** The client is authenticated; exactly one of the ids is set. */
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

    /** Authentication failed; the connection is closed next. */
    @RegisterForReflection
    record AuthError(String message) implements ControlMessage {}

    /** A message was not accepted; the connection goes on. */
    @RegisterForReflection
    record Fault(MessageErrorCode code, String message) implements ControlMessage {}

    /**
     * An agent's whole configuration.
     *
     * @param rotateKey true when a client that makes its own keys is asked for a new pair, else null
     * @param gateways the same instance for all agents until one of the gateways changes: codecs keep what they made of it as long as
     *     they are given the same instance
     * @param virtualIps by a gateway's host number, its addresses as far as this agent is told them; any thread
     */
    record AgentConfig(
            AgentSelf agent,
            @Nullable Boolean rotateKey,
            List<Gateway> gateways,
            IntFunction<List<String>> virtualIps,
            List<AgentTunnel> tunnels)
            implements OfState {}

    /** A gateway as all agents see it alike. */
    record Gateway(UUID id, String name, @Nullable String publicIp, String wireguardPublicKey, int hostNumber) {
        /** As an agent sees it that is told these addresses. */
        public GatewayPeer with(List<String> virtualIps) {
            return new GatewayPeer(id, name, publicIp, wireguardPublicKey, virtualIps);
        }
    }

    /** The agent that is told. */
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
     * A gateway as an agent sees it.
     *
     * @param publicIp null while it is not known; sent as such, because the seed's item always has the field
     */
    @RegisterForReflection
    record GatewayPeer(
            UUID id,
            String name,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String publicIp,

            String wireguardPublicKey,
            List<String> virtualIps) {}

    /** A tunnel as its agent sees it. */
    @RegisterForReflection
    record AgentTunnel(UUID id, String domain, String target, boolean enabled) {}

    /**
     * A gateway's whole configuration: what is its own, and what all gateways share.
     *
     * @param rotateKey as in {@link AgentConfig}
     */
    record GatewayConfig(GatewaySelf gateway, @Nullable Boolean rotateKey, GatewayView view) implements OfState {}

    /** The gateway that is told. */
    @RegisterForReflection
    record GatewaySelf(UUID id, String name, @Nullable String wireguardPrivateKey) {
        @Override
        public String toString() {
            return "GatewaySelf[" + id + "]";
        }
    }

    /**
     * What every gateway is told alike at one revision. One instance a revision: codecs keep what they made of it as
     * long as they are given the same instance.
     */
    @RegisterForReflection
    record GatewayView(List<AgentPeer> agents, List<GatewayTunnel> tunnels, List<CertificateItem> certificates) {}

    /** An agent as gateways see it. */
    @RegisterForReflection
    record AgentPeer(UUID id, String name, String virtualIp, String subnet, String wireguardPublicKey) {}

    /** A tunnel as gateways see it. */
    @RegisterForReflection
    record GatewayTunnel(UUID id, String domain, String agentVirtualIp, String target, boolean enabled) {}

    /** A certificate with its key. */
    @RegisterForReflection
    record CertificateItem(String domain, String certificate, String privateKey, Instant expiresAt) {
        @Override
        public String toString() {
            return "CertificateItem[" + domain + "]";
        }
    }

    /** {@code tunnel_create} to the owner. */
    record AgentTunnelCreate(AgentTunnel tunnel) implements OfState {}

    /** {@code tunnel_update} to the owner. */
    record AgentTunnelUpdate(AgentTunnel tunnel) implements OfState {}

    /** {@code tunnel_create} to a gateway. */
    record GatewayTunnelCreate(GatewayTunnel tunnel) implements OfState {}

    /** {@code tunnel_update} to a gateway. */
    record GatewayTunnelUpdate(GatewayTunnel tunnel) implements OfState {}

    /** {@code tunnel_delete} to the owner and to gateways. */
    @RegisterForReflection
    record TunnelDelete(UUID id) implements OfState {}

    /** {@code agent_create} to a gateway. */
    record AgentPeerCreate(AgentPeer agent) implements Delta {}

    /** {@code agent_update} to a gateway. */
    record AgentPeerUpdate(AgentPeer agent) implements Delta {}

    /** {@code agent_delete} to a gateway. */
    @RegisterForReflection
    record AgentPeerDelete(UUID id) implements Delta {}

    /** {@code agent_update} to the agent itself. */
    record AgentSelfUpdate(AgentSelf agent) implements Delta {}

    /** {@code gateway_create} to an agent. */
    record GatewayPeerCreate(GatewayPeer gateway) implements Delta {}

    /** {@code gateway_update} to an agent. */
    record GatewayPeerUpdate(GatewayPeer gateway) implements Delta {}

    /** {@code gateway_delete} to an agent. */
    @RegisterForReflection
    record GatewayPeerDelete(UUID id) implements Delta {}

    /** {@code gateway_update} to the gateway itself. */
    record GatewaySelfUpdate(GatewaySelf gateway) implements Delta {}

    /** {@code certificate_update} to a gateway, for a new one too. */
    record CertificateUpdate(CertificateItem certificate) implements Delta {}

    /** {@code certificate_delete} to a gateway. */
    @RegisterForReflection
    record CertificateDelete(String domain) implements Delta {}

    /** The answer to a ping. */
    record Pong() implements ControlMessage {}

    /** A whole configuration in the flat dialect. */
    record ConfigUpdate(FlatConfig config) implements OfState {}
}
