package io.kakuremichi.control.protocol;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.UUID;

/**
 * A complete configuration in the flat dialect ({@code flat-dialect.md}, <i>Configurations</i>). Record components are
 * named like the fields on the wire. It never contains a private key or a certificate.
 */
public sealed interface FlatConfig {
    /** The configuration of an agent. */
    @RegisterForReflection
    record OfAgent(Self agent, List<FlatGatewayPeer> gateways, List<FlatAgentTunnel> tunnels, AgentProxies proxyConfig)
            implements FlatConfig {}

    /** The configuration of a gateway. */
    @RegisterForReflection
    record OfGateway(List<FlatAgentPeer> agents, List<FlatGatewayTunnel> tunnels, Proxies proxyConfig)
            implements FlatConfig {}

    /** The agent that receives the message. */
    @RegisterForReflection
    record Self(UUID id, String name, String wireguardPublicKey) {}

    /**
     * A gateway in the view of an agent.
     *
     * @param publicIp empty while unknown
     * @param endpoint {@code address:port}, empty while unknown
     * @param allowedIPs CIDR
     */
    @RegisterForReflection
    record FlatGatewayPeer(
            UUID id,
            String name,
            String publicIp,
            String wireguardPublicKey,
            String endpoint,
            List<String> allowedIPs) {}

    /**
     * A tunnel in the view of its agent.
     *
     * @param agentIp set in the first tunnel only, because the agent fails on a repeated address
     */
    @RegisterForReflection
    record FlatAgentTunnel(
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
     * An agent in the view of gateways.
     *
     * @param allowedIPs CIDR; empty for an agent without tunnels
     */
    @RegisterForReflection
    record FlatAgentPeer(UUID id, String name, String wireguardPublicKey, List<String> allowedIPs) {}

    /**
     * A tunnel in the view of a gateway.
     *
     * @param gatewayIp this gateway's address in the tunnel's subnet
     */
    @RegisterForReflection
    record FlatGatewayTunnel(
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

    /** The listen addresses of an agent's local proxies; constant, because Control does not configure them. */
    @RegisterForReflection
    record AgentProxies(int httpProxyPort, int socksProxyPort, String localListenAddr) {
        /** The defaults of the deployed agents. */
        public static final AgentProxies DEFAULT = new AgentProxies(8080, 1080, "localhost");
    }

    /** The ports of a gateway's local proxies; constant, because Control does not configure them. */
    @RegisterForReflection
    record Proxies(int httpProxyPort, int socksProxyPort) {
        /** The defaults of the deployed gateways. */
        public static final Proxies DEFAULT = new Proxies(8080, 1080);
    }
}
