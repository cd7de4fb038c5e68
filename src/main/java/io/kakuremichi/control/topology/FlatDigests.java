package io.kakuremichi.control.topology;

import io.kakuremichi.control.change.AgentFacts;
import io.kakuremichi.control.change.GatewayFacts;
import io.kakuremichi.control.change.TunnelFacts;
import io.kakuremichi.control.network.WireGuardPublicKey;
import org.jspecify.annotations.Nullable;

/**
 * Digests of what the clients of the flat dialect use of their configurations. They don't use names, and an agent without tunnels is no
 * peer that a gateway exchanges packets with. Each digest contains the epoch, so that none outlives a restored database. The parts that
 * clients share are computed once until they change. Confined to the sequencer's thread.
 */
public final class FlatDigests {
    private final Topology topology;
    private @Nullable ConfigDigest ofGateways;
    private @Nullable ConfigDigest ofTunnels;

    FlatDigests(Topology topology) {
        this.topology = topology;
    }

    void gatewaysChanged() {
        ofGateways = null;
    }

    void agentsOrTunnelsChanged() {
        ofTunnels = null;
    }

    /** The digest of {@link FlatViews#agentConfig}. */
    public ConfigDigest agentConfig(AgentFacts agent) {
        var input = new DigestInput("flat agent")
                .add(topology.epoch())
                .add(gateways())
                .add(agent.id())
                .add(agent.wireguardPublicKey())
                .add(agent.subnet())
                .add(agent.virtualIp());
        topology.tunnelsOf(agent.id()).forEach(tunnel -> addTunnel(input, tunnel));
        return input.digest();
    }

    /** The digest of {@link FlatViews#gatewayConfig}. */
    public ConfigDigest gatewayConfig(GatewayFacts gateway) {
        return new DigestInput("flat gateway")
                .add(topology.epoch())
                .add(tunnels())
                .add(gateway.id())
                .add(gateway.hostNumber())
                .digest();
    }

    private ConfigDigest gateways() {
        var digest = ofGateways;
        if (digest == null) {
            var input = new DigestInput("flat gateways");
            topology.gateways().stream().filter(FlatViews::isUsable).forEach(gateway -> input.add(gateway.id())
                    .add(gateway.publicIp())
                    .add(gateway.wireguardPublicKey())
                    .add(gateway.hostNumber()));
            digest = input.digest();
            ofGateways = digest;
        }
        return digest;
    }

    private ConfigDigest tunnels() {
        var digest = ofTunnels;
        if (digest == null) {
            var input = new DigestInput("flat tunnels");
            for (var agent : topology.agents()) {
                var tunnels = topology.tunnelsOf(agent.id());
                if (tunnels.isEmpty()) {
                    continue;
                }
                // An agent without a valid key is not a peer, but its tunnels are listed.
                var key = WireGuardPublicKey.parses(agent.wireguardPublicKey()) ? agent.wireguardPublicKey() : null;
                input.add(agent.id()).add(agent.subnet()).add(agent.virtualIp()).add(key);
                input.add(tunnels.size());
                tunnels.forEach(tunnel -> addTunnel(input, tunnel));
            }
            digest = input.digest();
            ofTunnels = digest;
        }
        return digest;
    }

    private static void addTunnel(DigestInput input, TunnelFacts tunnel) {
        input.add(tunnel.id())
                .add(tunnel.domain())
                .add(tunnel.target())
                .add(tunnel.enabled())
                .add(tunnel.httpProxyEnabled())
                .add(tunnel.socksProxyEnabled());
    }
}
