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
import io.kakuremichi.control.protocol.ControlMessage.GatewayView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The configurations of {@code protocol.md} as pure functions of a topology. */
public final class ConfigViews {
    private ConfigViews() {}

    /**
     * What a client is told of its own keys.
     *
     * @param privateKey to deliver, or null
     * @param rotateKey true to ask for a new pair, else null
     */
    public record OwnKeys(
            @Nullable String privateKey, @Nullable Boolean rotateKey) {
        /** Without the key. */
        @Override
        public String toString() {
            return "OwnKeys";
        }
    }

    /**
     * An agent's configuration.
     *
     * @param allVirtualIps whether each gateway is listed with its address in every subnet, or only in this agent's own
     */
    public static AgentConfig agentConfig(Topology topology, AgentFacts agent, OwnKeys keys, boolean allVirtualIps) {
        var subnets = allVirtualIps
                ? topology.agents().stream()
                        .map(peer -> Subnet.parse(peer.subnet()))
                        .toList()
                : List.of(Subnet.parse(agent.subnet()));
        return new AgentConfig(
                agentSelf(agent, keys.privateKey()),
                keys.rotateKey(),
                topology.gateways().stream()
                        .map(gateway -> gatewayPeer(gateway, subnets))
                        .toList(),
                topology.tunnelsOf(agent.id()).stream()
                        .map(ConfigViews::agentTunnel)
                        .toList());
    }

    /** A gateway's configuration. */
    public static GatewayConfig gatewayConfig(Topology topology, GatewayFacts gateway, OwnKeys keys) {
        return new GatewayConfig(
                new GatewaySelf(gateway.id(), gateway.name(), keys.privateKey()),
                keys.rotateKey(),
                topology.gatewayView());
    }

    static GatewayView gatewayView(Topology topology) {
        return new GatewayView(
                topology.agents().stream().map(ConfigViews::agentPeer).toList(),
                topology.tunnels().stream().map(ConfigViews::gatewayTunnel).toList(),
                topology.certificates().stream()
                        .map(ConfigViews::certificateItem)
                        .toList());
    }

    static AgentPeer agentPeer(AgentFacts agent) {
        return new AgentPeer(agent.id(), agent.name(), agent.virtualIp(), agent.subnet(), agent.wireguardPublicKey());
    }

    static AgentTunnel agentTunnel(TunnelFacts tunnel) {
        return new AgentTunnel(tunnel.id(), tunnel.domain(), tunnel.target(), tunnel.enabled());
    }

    static AgentSelf agentSelf(AgentFacts agent, @Nullable String privateKey) {
        return new AgentSelf(agent.id(), agent.name(), agent.virtualIp(), agent.subnet(), privateKey);
    }

    static GatewayTunnel gatewayTunnel(TunnelFacts tunnel) {
        return new GatewayTunnel(
                tunnel.id(), tunnel.domain(), tunnel.agentVirtualIp(), tunnel.target(), tunnel.enabled());
    }

    static CertificateItem certificateItem(CertificateFacts certificate) {
        return new CertificateItem(
                certificate.domain(), certificate.certificate(), certificate.privateKey(), certificate.expiresAt());
    }

    /** With the address in that agent's own subnet. */
    static GatewayPeer gatewayPeer(GatewayFacts gateway, AgentFacts agent) {
        return gatewayPeer(gateway, List.of(Subnet.parse(agent.subnet())));
    }

    private static GatewayPeer gatewayPeer(GatewayFacts gateway, List<Subnet> subnets) {
        return new GatewayPeer(
                gateway.id(),
                gateway.name(),
                gateway.publicIp(),
                gateway.wireguardPublicKey(),
                subnets.stream()
                        .map(subnet -> subnet.host(gateway.hostNumber()))
                        .toList());
    }
}
