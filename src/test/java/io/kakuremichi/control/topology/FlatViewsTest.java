package io.kakuremichi.control.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.change.AgentFacts;
import io.kakuremichi.control.change.GatewayFacts;
import io.kakuremichi.control.change.TunnelFacts;
import io.kakuremichi.control.network.WireGuardKeyPair;
import io.kakuremichi.control.protocol.FlatConfig;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlatViewsTest {
    private static final String KEY = WireGuardKeyPair.generate().publicKey();
    private static final AgentFacts AGENT =
            new AgentFacts(new UUID(0, 1), "a", "hash", "10.1.0.0/24", "10.1.0.100", KEY);
    private static final GatewayFacts GATEWAY = new GatewayFacts(new UUID(0, 2), "g", "hash", 7, "192.0.2.1", KEY);

    private final Topology topology = new Topology(new UUID(9, 9), 1);

    FlatViewsTest() {
        topology.add(AGENT);
        topology.add(new TunnelFacts(new UUID(0, 3), AGENT.id(), AGENT.virtualIp(), "a.example", "web:80", true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not base64!", "c2hvcnQ="})
    void aGatewayWhoseKeyDoesNotParseIsLeftOut(String key) {
        topology.add(GATEWAY);
        topology.add(new GatewayFacts(new UUID(0, 4), "bad", "hash-2", 8, "192.0.2.2", key));

        var config = FlatViews.agentConfig(topology, AGENT);

        assertThat(config.gateways()).extracting(FlatConfig.FlatGatewayPeer::id).containsExactly(GATEWAY.id());
        assertThat(config.tunnels().getFirst().gatewayIps())
                .containsExactly(new FlatConfig.GatewayIp(GATEWAY.id(), "10.1.0.7"));
    }

    @Test
    void anAgentWhoseKeyDoesNotParseIsLeftOutOfTheGateways() {
        topology.add(new AgentFacts(new UUID(0, 5), "bad", "hash-3", "10.2.0.0/24", "10.2.0.100", "x"));

        assertThat(FlatViews.gatewayConfig(topology, GATEWAY).agents())
                .extracting(FlatConfig.FlatAgentPeer::id)
                .containsExactly(AGENT.id());
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1, 192.0.2.1:51820", "2001:db8::1, [2001:db8::1]:51820"})
    void theEndpointIsTheAddressAndThePort(String publicIp, String endpoint) {
        topology.add(new GatewayFacts(GATEWAY.id(), "g", "hash", 7, publicIp, KEY));

        assertThat(FlatViews.agentConfig(topology, AGENT).gateways().getFirst().endpoint())
                .isEqualTo(endpoint);
    }

    @Test
    void aGatewayWithoutAnAddressIsLeftOutUntilItHasOne() {
        topology.add(new GatewayFacts(GATEWAY.id(), "g", "hash", 7, null, KEY));

        var config = FlatViews.agentConfig(topology, AGENT);

        assertThat(config.gateways()).isEmpty();
        assertThat(config.tunnels().getFirst().gatewayIps()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true, false", "false, true"})
    void tunnelsHaveTheirProxies(boolean http, boolean socks) {
        topology.add(new TunnelFacts(
                new UUID(0, 3), AGENT.id(), AGENT.virtualIp(), "a.example", "web:80", true, http, socks));

        var ofAgent = FlatViews.agentConfig(topology, AGENT).tunnels().getFirst();
        var ofGateway = FlatViews.gatewayConfig(topology, GATEWAY).tunnels().getFirst();

        assertThat(List.of(ofAgent.httpProxyEnabled(), ofAgent.socksProxyEnabled()))
                .containsExactly(http, socks);
        assertThat(List.of(ofGateway.httpProxyEnabled(), ofGateway.socksProxyEnabled()))
                .containsExactly(http, socks);
    }

    @Test
    void eachTunnelOfAGatewayHasItsAddressesInThatSubnet() {
        var tunnel = FlatViews.gatewayConfig(topology, GATEWAY).tunnels().getFirst();

        assertThat(tunnel.subnet()).isEqualTo("10.1.0.0/24");
        assertThat(tunnel.gatewayIp()).isEqualTo("10.1.0.7");
        assertThat(tunnel.agentIp()).isEqualTo("10.1.0.100");
    }
}
