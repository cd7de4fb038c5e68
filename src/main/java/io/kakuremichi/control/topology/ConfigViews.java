package io.kakuremichi.control.topology;

import io.kakuremichi.control.change.AgentFacts;
import io.kakuremichi.control.change.CertificateFacts;
import io.kakuremichi.control.change.GatewayFacts;
import io.kakuremichi.control.change.TunnelFacts;
import io.kakuremichi.control.network.Subnet;
import io.kakuremichi.control.protocol.ControlMessage.AgentConfig;
import io.kakuremichi.control.protocol.ControlMessage.AgentPeer;
import io.kakuremichi.control.protocol.ControlMessage.AgentSelf;
import io.kakuremichi.control.protocol.ControlMessage.AgentTunnel;
import io.kakuremichi.control.protocol.ControlMessage.CertificateItem;
import io.kakuremichi.control.protocol.ControlMessage.GatewayConfig;
import io.kakuremichi.control.protocol.ControlMessage.GatewayPeer;
import io.kakuremichi.control.protocol.ControlMessage.GatewaySelf;
import io.kakuremichi.control.protocol.ControlMessage.GatewayTunnel;
import io.kakuremichi.control.protocol.ControlMessage.SharedGatewayConfig;
import io.kakuremichi.control.protocol.ControlMessage.SharedGatewayPeer;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The configurations of the current dialect as pure functions of a topology. */
public final class ConfigViews {
    private ConfigViews() {}

    /**
     * The keys in a client's configuration.
     *
     * @param privateKey the private key to deliver, or null
     * @param rotateKey true to request a new key pair, else null
     */
    public record OwnKeys(
            @Nullable String privateKey, @Nullable Boolean rotateKey) {
        /** Masks the key. */
        @Override
        public String toString() {
            return "OwnKeys";
        }
    }

    /**
     * The configuration of an agent.
     *
     * @param proxies whether tunnels have the fields of the capability {@code proxy}
     * @param allVirtualIps whether each gateway is listed with its addresses in all subnets instead of only this
     *     agent's
     */
    public static AgentConfig agentConfig(
            Topology topology, AgentFacts agent, OwnKeys keys, boolean proxies, boolean allVirtualIps) {
        return new AgentConfig(
                agentSelf(agent, keys.privateKey()),
                keys.rotateKey(),
                topology.gatewayList(),
                virtualIps(topology, agent, allVirtualIps),
                topology.tunnelsOf(agent.id()).stream()
                        .map(tunnel -> proxies
                                ? agentTunnel(tunnel)
                                : agentTunnel(tunnel).withoutProxies())
                        .toList());
    }

    /** Called on other threads as well, so the function keeps no reference to the topology. */
    private static IntFunction<List<String>> virtualIps(Topology topology, AgentFacts agent, boolean all) {
        if (!all) {
            var own = Subnet.parse(agent.subnet());
            return hostNumber -> List.of(own.host(hostNumber));
        }
        var subnets = topology.agents().stream()
                .map(peer -> Subnet.parse(peer.subnet()))
                .toList();
        return hostNumber ->
                subnets.stream().map(subnet -> subnet.host(hostNumber)).toList();
    }

    static List<SharedGatewayPeer> gatewayList(Topology topology) {
        return topology.gateways().stream().map(ConfigViews::gateway).toList();
    }

    static SharedGatewayPeer gateway(GatewayFacts gateway) {
        return new SharedGatewayPeer(
                gateway.id(), gateway.name(), gateway.publicIp(), gateway.wireguardPublicKey(), gateway.hostNumber());
    }

    /**
     * The configuration of a gateway.
     *
     * @param proxies as in {@link #agentConfig}
     */
    public static GatewayConfig gatewayConfig(Topology topology, GatewayFacts gateway, OwnKeys keys, boolean proxies) {
        return new GatewayConfig(
                new GatewaySelf(gateway.id(), gateway.name(), keys.privateKey()),
                keys.rotateKey(),
                topology.gatewayView(proxies));
    }

    static SharedGatewayConfig gatewayView(Topology topology, boolean proxies) {
        return new SharedGatewayConfig(
                topology.agents().stream().map(ConfigViews::agentPeer).toList(),
                topology.tunnels().stream()
                        .map(tunnel -> proxies
                                ? gatewayTunnel(tunnel)
                                : gatewayTunnel(tunnel).withoutProxies())
                        .toList(),
                topology.certificates().stream()
                        .map(ConfigViews::certificateItem)
                        .toList());
    }

    static AgentPeer agentPeer(AgentFacts agent) {
        return new AgentPeer(agent.id(), agent.name(), agent.virtualIp(), agent.subnet(), agent.wireguardPublicKey());
    }

    static AgentTunnel agentTunnel(TunnelFacts tunnel) {
        return new AgentTunnel(
                tunnel.id(),
                tunnel.domain(),
                tunnel.target(),
                tunnel.enabled(),
                tunnel.httpProxyEnabled(),
                tunnel.socksProxyEnabled());
    }

    static AgentSelf agentSelf(AgentFacts agent, @Nullable String privateKey) {
        return new AgentSelf(agent.id(), agent.name(), agent.virtualIp(), agent.subnet(), privateKey);
    }

    static GatewayTunnel gatewayTunnel(TunnelFacts tunnel) {
        return new GatewayTunnel(
                tunnel.id(),
                tunnel.domain(),
                tunnel.agentVirtualIp(),
                tunnel.target(),
                tunnel.enabled(),
                tunnel.httpProxyEnabled(),
                tunnel.socksProxyEnabled());
    }

    static CertificateItem certificateItem(CertificateFacts certificate) {
        return new CertificateItem(
                certificate.domain(), certificate.certificate(), certificate.privateKey(), certificate.expiresAt());
    }

    /** The gateway with its address in that agent's subnet. */
    static GatewayPeer gatewayPeer(GatewayFacts gateway, AgentFacts agent) {
        var own = Subnet.parse(agent.subnet());
        return gateway(gateway).with(List.of(own.host(gateway.hostNumber())));
    }
}
