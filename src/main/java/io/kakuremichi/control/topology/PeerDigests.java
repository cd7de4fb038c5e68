package io.kakuremichi.control.topology;

import io.kakuremichi.control.change.AgentFacts;
import io.kakuremichi.control.change.GatewayFacts;
import io.kakuremichi.control.change.TunnelFacts;
import org.jspecify.annotations.Nullable;

/**
 * Digests of the configurations of the current dialect: of the part that only a configuration carries to a client without deltas
 * (everything but tunnels and keys), and of the whole without keys. The parts that clients share are computed once until they change.
 * Confined to the sequencer's thread.
 */
public final class PeerDigests {
    private final Topology topology;
    private @Nullable ConfigDigest ofGateways;
    private @Nullable ConfigDigest ofAgents;
    private @Nullable ConfigDigest ofTunnels;
    private @Nullable ConfigDigest ofTunnelsWithProxies;

    PeerDigests(Topology topology) {
        this.topology = topology;
    }

    void gatewaysChanged() {
        ofGateways = null;
    }

    void agentsOrCertificatesChanged() {
        ofAgents = null;
    }

    void tunnelsChanged() {
        ofTunnels = null;
        ofTunnelsWithProxies = null;
    }

    /**
     * The digest of an agent's configuration without tunnels and keys.
     *
     * @param allVirtualIps as in {@link ConfigViews#agentConfig}
     */
    public ConfigDigest withoutTunnels(AgentFacts agent, boolean allVirtualIps) {
        var input = new DigestInput("agent")
                .add(gateways())
                .add(agent.name())
                .add(agent.virtualIp())
                .add(agent.subnet());
        return allVirtualIps ? input.add(agents()).digest() : input.digest();
    }

    /** The digest of a gateway's configuration without tunnels and keys. */
    public ConfigDigest withoutTunnels(GatewayFacts gateway) {
        return new DigestInput("gateway").add(agents()).add(gateway.name()).digest();
    }

    /**
     * The digest of an agent's configuration without keys.
     *
     * @param proxies as in {@link ConfigViews#agentConfig}
     */
    public ConfigDigest whole(AgentFacts agent, boolean proxies, boolean allVirtualIps) {
        var input = new DigestInput("whole agent").add(withoutTunnels(agent, allVirtualIps));
        topology.tunnelsOf(agent.id()).forEach(tunnel -> addTunnel(input, tunnel, proxies));
        return input.digest();
    }

    /**
     * The digest of a gateway's configuration without keys.
     *
     * @param proxies as in {@link ConfigViews#agentConfig}
     */
    public ConfigDigest whole(GatewayFacts gateway, boolean proxies) {
        return new DigestInput("whole gateway")
                .add(withoutTunnels(gateway))
                .add(tunnels(proxies))
                .digest();
    }

    private ConfigDigest gateways() {
        var digest = ofGateways;
        if (digest == null) {
            var input = new DigestInput("gateways");
            topology.gatewayList().forEach(gateway -> input.add(gateway.id())
                    .add(gateway.name())
                    .add(gateway.publicIp())
                    .add(gateway.wireguardPublicKey())
                    .add(gateway.hostNumber()));
            digest = input.digest();
            ofGateways = digest;
        }
        return digest;
    }

    private ConfigDigest agents() {
        var digest = ofAgents;
        if (digest == null) {
            var input = new DigestInput("agents");
            topology.agents().forEach(agent -> input.add(agent.id())
                    .add(agent.name())
                    .add(agent.virtualIp())
                    .add(agent.subnet())
                    .add(agent.wireguardPublicKey()));
            input.add("certificates");
            topology.certificates().forEach(certificate -> input.add(certificate.domain())
                    .add(certificate.certificate())
                    .add(certificate.privateKey())
                    .add(certificate.expiresAt().toString()));
            digest = input.digest();
            ofAgents = digest;
        }
        return digest;
    }

    private ConfigDigest tunnels(boolean proxies) {
        var digest = proxies ? ofTunnelsWithProxies : ofTunnels;
        if (digest == null) {
            var input = new DigestInput(proxies ? "tunnels with proxies" : "tunnels");
            topology.tunnels().forEach(tunnel -> addTunnel(input, tunnel, proxies));
            digest = input.digest();
            if (proxies) {
                ofTunnelsWithProxies = digest;
            } else {
                ofTunnels = digest;
            }
        }
        return digest;
    }

    private static void addTunnel(DigestInput input, TunnelFacts tunnel, boolean proxies) {
        input.add(tunnel.id())
                .add(tunnel.domain())
                .add(tunnel.agentVirtualIp())
                .add(tunnel.target())
                .add(tunnel.enabled());
        if (proxies) {
            input.add(tunnel.httpProxyEnabled()).add(tunnel.socksProxyEnabled());
        }
    }
}
