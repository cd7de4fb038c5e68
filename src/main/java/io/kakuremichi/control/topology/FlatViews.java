package io.kakuremichi.control.topology;

import io.kakuremichi.control.change.AgentFacts;
import io.kakuremichi.control.change.GatewayFacts;
import io.kakuremichi.control.change.TunnelFacts;
import io.kakuremichi.control.network.Subnet;
import io.kakuremichi.control.network.WireGuardPublicKey;
import io.kakuremichi.control.protocol.FlatConfig;
import java.util.ArrayList;
import java.util.List;

/** The configurations of the flat dialect ({@code flat-dialect.md}) as pure functions of a topology. */
public final class FlatViews {
    private static final int WIREGUARD_PORT = 51820;

    private FlatViews() {}

    /** The configuration of an agent. */
    public static FlatConfig.OfAgent agentConfig(Topology topology, AgentFacts agent) {
        var subnet = Subnet.parse(agent.subnet());
        var gateways = topology.gateways().stream().filter(FlatViews::isUsable).toList();
        var gatewayIps = gateways.stream()
                .map(gateway -> new FlatConfig.GatewayIp(gateway.id(), subnet.host(gateway.hostNumber())))
                .toList();
        var tunnels = new ArrayList<FlatConfig.FlatAgentTunnel>();
        for (var tunnel : topology.tunnelsOf(agent.id())) {
            // The agent creates one network device with all these addresses, and fails on a repeated one.
            var agentIp = tunnels.isEmpty() ? agent.virtualIp() : "";
            tunnels.add(new FlatConfig.FlatAgentTunnel(
                    tunnel.id(),
                    tunnel.domain(),
                    tunnel.target(),
                    tunnel.enabled(),
                    agent.subnet(),
                    agentIp,
                    gatewayIps,
                    tunnel.httpProxyEnabled(),
                    tunnel.socksProxyEnabled()));
        }
        return new FlatConfig.OfAgent(
                new FlatConfig.Self(agent.id(), agent.name(), agent.wireguardPublicKey()),
                gateways.stream().map(gateway -> gatewayPeer(gateway, subnet)).toList(),
                List.copyOf(tunnels),
                FlatConfig.AgentProxies.DEFAULT);
    }

    private static FlatConfig.FlatGatewayPeer gatewayPeer(GatewayFacts gateway, Subnet subnet) {
        var publicIp = String.valueOf(gateway.publicIp());
        return new FlatConfig.FlatGatewayPeer(
                gateway.id(),
                gateway.name(),
                publicIp,
                gateway.wireguardPublicKey(),
                endpoint(publicIp),
                List.of(only(subnet.host(gateway.hostNumber()))));
    }

    /** Whether agents can use the gateway: an agent discards its whole WireGuard set-up if it cannot parse one peer's key or endpoint. */
    static boolean isUsable(GatewayFacts gateway) {
        return gateway.publicIp() != null && WireGuardPublicKey.parses(gateway.wireguardPublicKey());
    }

    private static String endpoint(String publicIp) {
        var host = publicIp.contains(":") ? "[" + publicIp + "]" : publicIp;
        return host + ":" + WIREGUARD_PORT;
    }

    /** The configuration of a gateway. */
    public static FlatConfig.OfGateway gatewayConfig(Topology topology, GatewayFacts gateway) {
        return new FlatConfig.OfGateway(
                topology.agents().stream()
                        .filter(agent -> WireGuardPublicKey.parses(agent.wireguardPublicKey()))
                        .map(agent -> new FlatConfig.FlatAgentPeer(
                                agent.id(),
                                agent.name(),
                                agent.wireguardPublicKey(),
                                topology.tunnelsOf(agent.id()).isEmpty()
                                        ? List.of()
                                        : List.of(only(agent.virtualIp()))))
                        .toList(),
                topology.tunnels().stream()
                        .map(tunnel -> gatewayTunnel(topology, gateway, tunnel))
                        .toList(),
                FlatConfig.Proxies.DEFAULT);
    }

    private static FlatConfig.FlatGatewayTunnel gatewayTunnel(
            Topology topology, GatewayFacts gateway, TunnelFacts tunnel) {
        var subnet = topology.agent(tunnel.agentId()).orElseThrow().subnet();
        return new FlatConfig.FlatGatewayTunnel(
                tunnel.id(),
                tunnel.domain(),
                tunnel.agentId(),
                tunnel.target(),
                tunnel.enabled(),
                subnet,
                Subnet.parse(subnet).host(gateway.hostNumber()),
                tunnel.agentVirtualIp(),
                tunnel.httpProxyEnabled(),
                tunnel.socksProxyEnabled());
    }

    private static String only(String address) {
        return address + "/32";
    }
}
