package io.kakuremichi.control.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.change.AgentFacts;
import io.kakuremichi.control.change.CertificateFacts;
import io.kakuremichi.control.change.GatewayFacts;
import io.kakuremichi.control.change.TunnelFacts;
import io.kakuremichi.control.protocol.ControlMessage.AgentPeer;
import io.kakuremichi.control.protocol.ControlMessage.AgentSelf;
import io.kakuremichi.control.protocol.ControlMessage.AgentTunnel;
import io.kakuremichi.control.protocol.ControlMessage.CertificateItem;
import io.kakuremichi.control.protocol.ControlMessage.GatewaySelf;
import io.kakuremichi.control.protocol.ControlMessage.GatewayTunnel;
import io.kakuremichi.control.protocol.ControlMessage.SharedGatewayPeer;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConfigViewsTest {
    private static final ConfigViews.OwnKeys KEYS = new ConfigViews.OwnKeys("private", null);
    private static final ConfigViews.OwnKeys NO_KEYS = new ConfigViews.OwnKeys(null, null);

    private static final UUID OWN_TUNNEL = new UUID(2, 1);
    private static final UUID OTHER_TUNNEL = new UUID(2, 2);
    private static final AgentFacts OWN =
            new AgentFacts(new UUID(0, 1), "own", "h1", "10.1.0.0/24", "10.1.0.100", "pub-own");
    private static final AgentFacts OTHER =
            new AgentFacts(new UUID(0, 2), "other", "h2", "10.2.0.0/24", "10.2.0.100", "pub-other");
    private static final GatewayFacts GATEWAY = new GatewayFacts(new UUID(1, 1), "g", "h3", 7, "192.0.2.1", "pub-g");
    private static final Instant EXPIRY = Instant.parse("2030-01-01T00:00:00Z");

    private final Topology topology = new Topology(new UUID(9, 9), 1);

    ConfigViewsTest() {
        topology.add(OWN);
        topology.add(OTHER);
        topology.add(GATEWAY);
        topology.add(new TunnelFacts(OWN_TUNNEL, OWN.id(), OWN.virtualIp(), "own.example", "web:80", true));
        topology.add(new TunnelFacts(OTHER_TUNNEL, OTHER.id(), OTHER.virtualIp(), "other.example", "web:81", false));
        topology.add(new CertificateFacts("own.example", "C", "K", EXPIRY));
    }

    @Test
    void anAgentSeesItselfAllGatewaysAndItsOwnTunnels() {
        var config = ConfigViews.agentConfig(topology, OWN, KEYS, false, false);

        assertThat(config.agent()).isEqualTo(new AgentSelf(OWN.id(), "own", "10.1.0.100", "10.1.0.0/24", "private"));
        assertThat(config.gateways())
                .containsExactly(new SharedGatewayPeer(GATEWAY.id(), "g", "192.0.2.1", "pub-g", 7));
        assertThat(config.virtualIps().apply(7)).containsExactly("10.1.0.7");
        assertThat(config.tunnels())
                .containsExactly(new AgentTunnel(OWN_TUNNEL, "own.example", "web:80", true, null, null));
    }

    @Test
    void anAgentMayBeToldTheGatewaysAddressesInEverySubnet() {
        var config = ConfigViews.agentConfig(topology, OWN, NO_KEYS, false, true);

        assertThat(config.virtualIps().apply(7)).containsExactly("10.1.0.7", "10.2.0.7");
    }

    @Test
    void aGatewaySeesItselfAllAgentsAllTunnelsAndAllCertificates() {
        var config = ConfigViews.gatewayConfig(topology, GATEWAY, KEYS, false);

        assertThat(config.gateway()).isEqualTo(new GatewaySelf(GATEWAY.id(), "g", "private"));
        assertThat(config.view().agents())
                .containsExactly(
                        new AgentPeer(OWN.id(), "own", "10.1.0.100", "10.1.0.0/24", "pub-own"),
                        new AgentPeer(OTHER.id(), "other", "10.2.0.100", "10.2.0.0/24", "pub-other"));
        assertThat(config.view().tunnels())
                .containsExactly(
                        new GatewayTunnel(OWN_TUNNEL, "own.example", "10.1.0.100", "web:80", true, null, null),
                        new GatewayTunnel(OTHER_TUNNEL, "other.example", "10.2.0.100", "web:81", false, null, null));
        assertThat(config.view().certificates()).containsExactly(new CertificateItem("own.example", "C", "K", EXPIRY));
    }

    @Test
    void aDeliveredPrivateKeyIsLeftOut() {
        assertThat(ConfigViews.agentConfig(topology, OWN, NO_KEYS, false, false)
                        .agent()
                        .wireguardPrivateKey())
                .isNull();
        assertThat(ConfigViews.gatewayConfig(topology, GATEWAY, NO_KEYS, false)
                        .gateway()
                        .wireguardPrivateKey())
                .isNull();
    }

    @Test
    void privateKeysDoNotPrint() {
        assertThat(ConfigViews.agentConfig(topology, OWN, KEYS, false, false))
                .asString()
                .doesNotContain("private");
        assertThat(ConfigViews.gatewayConfig(topology, GATEWAY, KEYS, false))
                .asString()
                .doesNotContain("private");
    }
}
