package io.kakuremichi.control.topology;

import static io.kakuremichi.control.topology.TopologyTest.A;
import static io.kakuremichi.control.topology.TopologyTest.AGENT_A;
import static io.kakuremichi.control.topology.TopologyTest.G;
import static io.kakuremichi.control.topology.TopologyTest.GATEWAY;
import static io.kakuremichi.control.topology.TopologyTest.PROXY;
import static io.kakuremichi.control.topology.TopologyTest.TUNNEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.change.GatewayFacts;
import io.kakuremichi.control.credential.ClientType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the changes of the log mean to clients that connect after a start. */
class LoggedChangesTest {
    private final Topology topology = new Topology(new UUID(1, 1), 10);

    LoggedChangesTest() {
        topology.add(AGENT_A);
        topology.add(GATEWAY);
    }

    @Test
    void aLoggedChangeThatChangedNothingForAClientIsNotWantedByIt() {
        var addressed = new GatewayFacts(G, "g", "hash-g", 1, "192.0.2.1", "pub-g");

        topology.remember(List.of(
                new CommittedChange(9, new Change.GatewayCreated(GATEWAY), null, 0, Instant.EPOCH),
                new CommittedChange(10, new Change.GatewayUpdated(addressed), null, 0, Instant.EPOCH)));

        assertThat(topology.wantedBy(ClientType.GATEWAY, G, true)).isEqualTo(8);
        assertThat(topology.wantedBy(ClientType.AGENT, A, true)).isEqualTo(10);
    }

    /** Nothing in the log shows what was before. */
    @Test
    void aLoggedChangeOfWhatOnlyPeopleReadIsWantedByNobody() {
        topology.remember(List.of(
                new CommittedChange(8, new Change.GatewayUpdated(GATEWAY, true), null, 0, Instant.EPOCH),
                new CommittedChange(9, new Change.AgentUpdated(AGENT_A, true), null, 0, Instant.EPOCH),
                new CommittedChange(10, new Change.TunnelUpdated(TUNNEL, A, true), null, 0, Instant.EPOCH)));

        assertThat(topology.wantedBy(ClientType.GATEWAY, G, true)).isEqualTo(7);
        assertThat(topology.wantedBy(ClientType.AGENT, A, true)).isEqualTo(7);
        assertThat(topology.missedBy(ClientType.AGENT, A, 7)).contains(List.of());
    }

    @Test
    void aLoggedTunnelThatBecameAProxyIsNoMessage() {
        topology.remember(List.of(
                new CommittedChange(9, new Change.TunnelCreated(TUNNEL), null, 0, Instant.EPOCH),
                new CommittedChange(10, TopologyTest.proxy(), null, 0, Instant.EPOCH)));

        assertThat(topology.missedBy(ClientType.AGENT, A, 9))
                .contains(List.of(new PastNotice(10, new Notice.ProxiesChanged(PROXY))));
    }
}
