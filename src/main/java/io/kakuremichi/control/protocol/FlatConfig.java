package io.kakuremichi.control.protocol;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.UUID;

/**
 * The whole configuration as the flat dialect has it ({@code field-dialect.md}). Component names are the wire's field names. It
 * never holds a private key or a certificate.
 */
public sealed interface FlatConfig {
    /** An agent's. */
    @RegisterForReflection
    record OfAgent(Self agent, List<GatewayPeer> gateways, List<AgentTunnel> tunnels, AgentProxies proxyConfig)
            implements FlatConfig {}

    /** A gateway's. */
    @RegisterForReflection
    record OfGateway(List<AgentPeer> agents, List<GatewayTunnel> tunnels, Proxies proxyConfig) implements FlatConfig {}

    /** The agent that is told. */
    @RegisterForReflection
    record Self(UUID id, String name, String wireguardPublicKey) {}

    /**
     * A gateway as an agent sees it.
     *
     * @param publicIp empty while it is not known
     * @param endpoint {@code address:port}, empty while it is not known
     * @param allowedIPs CIDR
     */
    @RegisterForReflection
    record GatewayPeer(
            UUID id,
            String name,
            String publicIp,
            String wireguardPublicKey,
            String endpoint,
            List<String> allowedIPs) {}

    /**
     * A tunnel as its agent sees it.
     *
     * @param agentIp in the first tunnel only: the agent fails on an address that comes twice
     */
    @RegisterForReflection
    record AgentTunnel(
            UUID id,
            String domain,
            String target,
            boolean enabled,
            String subnet,
            String agentIp,
            List<GatewayIp> gatewayIps,
            boolean httpProxyEnabled,
            boolean socksProxyEnabled) {}

    /** A gateway's address in the agent's subnet. */
    @RegisterForReflection
    record GatewayIp(UUID gatewayId, String ip) {}

    /**
     * An agent as gateways see it.
     *
     * @param allowedIPs CIDR; empty for an agent without tunnels
     */
    @RegisterForReflection
    record AgentPeer(UUID id, String name, String wireguardPublicKey, List<String> allowedIPs) {}

    /**
     * A tunnel as a gateway sees it.
     *
     * @param gatewayIp this gateway's address in the tunnel's subnet
     */
    @RegisterForReflection
    record GatewayTunnel(
            UUID id,
            String domain,
            UUID agentId,
            String target,
            boolean enabled,
            String subnet,
            String gatewayIp,
            String agentIp,
            boolean httpProxyEnabled,
            boolean socksProxyEnabled) {}

    /** Where an agent's local proxies would listen; always the same, because Control has none. */
    @RegisterForReflection
    record AgentProxies(int httpProxyPort, int socksProxyPort, String localListenAddr) {
        /** What the field's agents have by default. */
        public static final AgentProxies DEFAULT = new AgentProxies(8080, 1080, "localhost");
    }

    /** The same for gateways. */
    @RegisterForReflection
    record Proxies(int httpProxyPort, int socksProxyPort) {
        /** What the field's gateways have by default. */
        public static final Proxies DEFAULT = new Proxies(8080, 1080);
    }
}
