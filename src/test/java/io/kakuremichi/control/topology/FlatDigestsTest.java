package io.kakuremichi.control.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.change.AgentFacts;
import io.kakuremichi.control.change.GatewayFacts;
import io.kakuremichi.control.change.TunnelFacts;
import io.kakuremichi.control.network.WireGuardKeyPair;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What makes a difference to a client of the flat dialect, and what does not. */
class FlatDigestsTest {
    private static final String KEY = WireGuardKeyPair.generate().publicKey();
    private static final String OTHER_KEY = WireGuardKeyPair.generate().publicKey();
    private static final AgentFacts AGENT =
            new AgentFacts(new UUID(0, 1), "a", "hash", "10.1.0.0/24", "10.1.0.100", KEY);
    private static final GatewayFacts GATEWAY = new GatewayFacts(new UUID(0, 2), "g", "hash", 7, "192.0.2.1", KEY);
    private static final TunnelFacts TUNNEL =
            new TunnelFacts(new UUID(0, 3), AGENT.id(), AGENT.virtualIp(), "a.example", "web:80", true);

    private final Topology topology = topology(new UUID(9, 9));

    private static Topology topology(UUID epoch) {
        var topology = new Topology(epoch, 1);
        topology.add(AGENT);
        topology.add(GATEWAY);
        topology.add(TUNNEL);
        return topology;
    }

    @Test
    void namesMakeNoDifference() {
        assertSame(both -> {
            both.add(new AgentFacts(AGENT.id(), "other", "hash", AGENT.subnet(), AGENT.virtualIp(), KEY));
            both.add(new GatewayFacts(GATEWAY.id(), "other", "hash", 7, "192.0.2.1", KEY));
        });
    }

    @Test
    void anAgentWithoutTunnelsMakesNoDifference() {
        assertSame(both ->
                both.add(new AgentFacts(new UUID(0, 8), "idle", "hash-2", "10.2.0.0/24", "10.2.0.100", OTHER_KEY)));
    }

    @Test
    void aGatewayWithoutAnAddressMakesNoDifference() {
        assertSame(both -> both.add(new GatewayFacts(new UUID(0, 9), "new", "hash-3", 8, null, OTHER_KEY)));
    }

    @Test
    void anotherKeyOfAnAgentWithTunnelsMakesADifferenceToGateways() {
        var before = ofGateway();
        topology.add(new AgentFacts(AGENT.id(), "a", "hash", AGENT.subnet(), AGENT.virtualIp(), OTHER_KEY));
        assertThat(ofGateway()).isNotEqualTo(before);
    }

    @Test
    void aTunnelMakesADifferenceToItsAgentAndToGateways() {
        var agent = ofAgent();
        var gateway = ofGateway();

        topology.add(
                new TunnelFacts(TUNNEL.id(), AGENT.id(), AGENT.virtualIp(), TUNNEL.domain(), TUNNEL.target(), false));

        assertThat(ofAgent()).isNotEqualTo(agent);
        assertThat(ofGateway()).isNotEqualTo(gateway);
    }

    @ParameterizedTest
    @CsvSource({"true, false", "false, true"})
    void aProxyMakesADifferenceToItsAgentAndToGateways(boolean http, boolean socks) {
        var agent = ofAgent();
        var gateway = ofGateway();

        topology.add(new TunnelFacts(
                TUNNEL.id(), AGENT.id(), AGENT.virtualIp(), TUNNEL.domain(), TUNNEL.target(), true, http, socks));

        assertThat(ofAgent()).isNotEqualTo(agent);
        assertThat(ofGateway()).isNotEqualTo(gateway);
    }

    @Test
    void anotherAddressOfAGatewayMakesADifferenceToAgents() {
        var agent = ofAgent();
        topology.add(new GatewayFacts(GATEWAY.id(), "g", "hash", 7, "192.0.2.9", KEY));
        assertThat(ofAgent()).isNotEqualTo(agent);
    }

    @Test
    void whatIsTakenBackMakesNoDifference() {
        assertSame(both -> {
            both.add(new TunnelFacts(
                    TUNNEL.id(), AGENT.id(), AGENT.virtualIp(), TUNNEL.domain(), TUNNEL.target(), false));
            ofGateway();
            both.add(TUNNEL);
        });
    }

    @Test
    void anotherEpochMakesADifference() {
        var restored = topology(new UUID(9, 10));

        assertThat(restored.flatDigests().agentConfig(AGENT)).isNotEqualTo(ofAgent());
        assertThat(restored.flatDigests().gatewayConfig(GATEWAY)).isNotEqualTo(ofGateway());
    }

    private void assertSame(Consumer<Topology> change) {
        var agent = ofAgent();
        var gateway = ofGateway();

        change.accept(topology);

        assertThat(ofAgent()).isEqualTo(agent);
        assertThat(ofGateway()).isEqualTo(gateway);
    }

    private ConfigDigest ofAgent() {
        return topology.flatDigests().agentConfig(AGENT);
    }

    private ConfigDigest ofGateway() {
        return topology.flatDigests().gatewayConfig(GATEWAY);
    }
}
