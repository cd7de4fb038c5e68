package io.kakuremichi.control.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kakuremichi.control.change.AgentFacts;
import io.kakuremichi.control.change.CertificateFacts;
import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.change.GatewayFacts;
import io.kakuremichi.control.change.TunnelFacts;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.protocol.ControlMessage.AgentPeer;
import io.kakuremichi.control.protocol.ControlMessage.AgentPeerCreate;
import io.kakuremichi.control.protocol.ControlMessage.AgentPeerDelete;
import io.kakuremichi.control.protocol.ControlMessage.AgentPeerUpdate;
import io.kakuremichi.control.protocol.ControlMessage.AgentSelf;
import io.kakuremichi.control.protocol.ControlMessage.AgentSelfUpdate;
import io.kakuremichi.control.protocol.ControlMessage.AgentTunnel;
import io.kakuremichi.control.protocol.ControlMessage.AgentTunnelCreate;
import io.kakuremichi.control.protocol.ControlMessage.AgentTunnelUpdate;
import io.kakuremichi.control.protocol.ControlMessage.CertificateDelete;
import io.kakuremichi.control.protocol.ControlMessage.CertificateItem;
import io.kakuremichi.control.protocol.ControlMessage.CertificateUpdate;
import io.kakuremichi.control.protocol.ControlMessage.GatewayPeerDelete;
import io.kakuremichi.control.protocol.ControlMessage.GatewaySelf;
import io.kakuremichi.control.protocol.ControlMessage.GatewaySelfUpdate;
import io.kakuremichi.control.protocol.ControlMessage.GatewayTunnel;
import io.kakuremichi.control.protocol.ControlMessage.GatewayTunnelCreate;
import io.kakuremichi.control.protocol.ControlMessage.GatewayTunnelUpdate;
import io.kakuremichi.control.protocol.ControlMessage.TunnelDelete;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopologyTest {
    static final UUID A = new UUID(0, 0xa);
    private static final UUID B = new UUID(0, 0xb);
    static final UUID G = new UUID(0, 0xc);
    private static final UUID T = new UUID(0, 0xd);
    static final AgentFacts AGENT_A = new AgentFacts(A, "a", "hash-a", "10.1.0.0/24", "10.1.0.100", "pub-a");
    private static final AgentFacts AGENT_B = new AgentFacts(B, "b", "hash-b", "10.2.0.0/24", "10.2.0.100", "pub-b");
    static final GatewayFacts GATEWAY = new GatewayFacts(G, "g", "hash-g", 1, null, "pub-g");
    static final TunnelFacts TUNNEL = new TunnelFacts(T, A, "10.1.0.100", "shop.example", "web:80", true);

    private final Topology topology = new Topology(new UUID(1, 1), 10);

    TopologyTest() {
        topology.add(AGENT_A);
        topology.add(AGENT_B);
        topology.add(GATEWAY);
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 10, 12})
    void refusesARevisionThatDoesNotFollow(long revision) {
        assertThatThrownBy(() -> topology.apply(
                        new CommittedChange(revision, new Change.AgentDeleted(A), null, 0, Instant.EPOCH)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(topology.revision()).isEqualTo(10);
        assertThat(topology.agent(A)).isPresent();
    }

    @Test
    void movesOnByOneRevision() {
        apply(new Change.TunnelCreated(TUNNEL));

        assertThat(topology.revision()).isEqualTo(11);
    }

    @Test
    void aNewTunnelIsToldToItsOwnerAndToGateways() {
        var notices = apply(new Change.TunnelCreated(TUNNEL));

        assertThat(notices)
                .containsExactly(
                        new Notice.ToClient(A, new AgentTunnelCreate(ofAgent("web:80"))),
                        new Notice.ToGateways(new GatewayTunnelCreate(ofGateway("10.1.0.100", "web:80"))));
        assertThat(topology.tunnelsOf(A)).containsExactly(TUNNEL);
    }

    @Test
    void aChangedTunnelIsToldAsAWhole() {
        apply(new Change.TunnelCreated(TUNNEL));

        var notices =
                apply(new Change.TunnelUpdated(new TunnelFacts(T, A, "10.1.0.100", "shop.example", "web:81", true), A));

        assertThat(notices)
                .containsExactly(
                        new Notice.ToClient(A, new AgentTunnelUpdate(ofAgent("web:81"))),
                        new Notice.ToGateways(new GatewayTunnelUpdate(ofGateway("10.1.0.100", "web:81"))));
        assertThat(topology.tunnels()).hasSize(1);
    }

    @Test
    void aTunnelThatBecomesAProxyIsNoMessage() {
        apply(new Change.TunnelCreated(TUNNEL));

        assertThat(apply(proxy())).containsExactly(new Notice.ProxiesChanged(PROXY));
        assertThat(topology.wantedBy(ClientType.AGENT, A, true)).isEqualTo(12);
        assertThat(topology.wantedBy(ClientType.AGENT, B, true)).isEqualTo(10);
        assertThat(topology.wantedBy(ClientType.GATEWAY, G, true)).isEqualTo(12);
        assertThat(topology.wantedBy(ClientType.AGENT, A, false)).isEqualTo(11);
        assertThat(topology.wantedBy(ClientType.GATEWAY, G, false)).isEqualTo(11);
        assertThat(topology.missedBy(ClientType.AGENT, B, 11)).contains(List.of());
        assertThat(topology.missedBy(ClientType.AGENT, A, 11).orElseThrow()).hasSize(1);
        assertThat(topology.missedBy(ClientType.GATEWAY, G, 11).orElseThrow()).hasSize(1);
    }

    static final TunnelFacts PROXY = new TunnelFacts(T, A, "10.1.0.100", "shop.example", "web:80", true, true, false);

    static Change proxy() {
        return new Change.TunnelUpdated(PROXY, A);
    }

    @Test
    void aMovedTunnelIsDeletedForTheOldOwnerAndCreatedForTheNewOne() {
        apply(new Change.TunnelCreated(TUNNEL));

        var notices =
                apply(new Change.TunnelUpdated(new TunnelFacts(T, B, "10.2.0.100", "shop.example", "web:80", true), A));

        assertThat(notices)
                .containsExactly(
                        new Notice.ToClient(A, new TunnelDelete(T)),
                        new Notice.ToClient(B, new AgentTunnelCreate(ofAgent("web:80"))),
                        new Notice.ToGateways(new GatewayTunnelUpdate(ofGateway("10.2.0.100", "web:80"))));
        assertThat(topology.tunnelsOf(A)).isEmpty();
        assertThat(topology.tunnelsOf(B)).hasSize(1);
    }

    @Test
    void aDeletedTunnelIsToldToItsOwnerAndToGateways() {
        apply(new Change.TunnelCreated(TUNNEL));

        var notices = apply(new Change.TunnelDeleted(T, A));

        assertThat(notices)
                .containsExactly(
                        new Notice.ToClient(A, new TunnelDelete(T)), new Notice.ToGateways(new TunnelDelete(T)));
        assertThat(topology.tunnels()).isEmpty();
        assertThat(topology.tunnelsOf(A)).isEmpty();
    }

    @Test
    void aNewAgentConcernsGatewaysOnly() {
        var agent = new AgentFacts(new UUID(0, 9), "new", "hash", "10.3.0.0/24", "10.3.0.100", "pub");

        assertThat(apply(new Change.AgentCreated(agent)))
                .containsExactly(
                        new Notice.ToGateways(new AgentPeerCreate(
                                new AgentPeer(agent.id(), "new", "10.3.0.100", "10.3.0.0/24", "pub"))),
                        new Notice.SubnetsChanged());
        assertThat(topology.keyHash(agent.id())).contains("hash");
    }

    @Test
    void aRenamedAgentConcernsItselfAndGateways() {
        var renamed = new AgentFacts(A, "other", "hash-a", "10.1.0.0/24", "10.1.0.100", "pub-a");

        assertThat(apply(new Change.AgentUpdated(renamed)))
                .containsExactly(
                        new Notice.ToClient(
                                A, new AgentSelfUpdate(new AgentSelf(A, "other", "10.1.0.100", "10.1.0.0/24", null))),
                        new Notice.ToGateways(
                                new AgentPeerUpdate(new AgentPeer(A, "other", "10.1.0.100", "10.1.0.0/24", "pub-a"))));
    }

    @Test
    void anAgentWithAnotherApiKeyIsRevokedAndNobodyElseConcerned() {
        var rekeyed = new AgentFacts(A, "a", "hash-new", "10.1.0.0/24", "10.1.0.100", "pub-a");

        assertThat(apply(new Change.AgentUpdated(rekeyed))).containsExactly(new Notice.Revoked(A));
        assertThat(topology.keyHash(A)).contains("hash-new");
    }

    @Test
    void aDeletedAgentIsRevoked() {
        assertThat(apply(new Change.AgentDeleted(A)))
                .containsExactly(
                        new Notice.Revoked(A),
                        new Notice.ToGateways(new AgentPeerDelete(A)),
                        new Notice.SubnetsChanged());
        assertThat(topology.keyHash(A)).isEmpty();
    }

    @Test
    void aNewGatewayConcernsAgentsOnly() {
        var gateway = new GatewayFacts(new UUID(0, 9), "new", "hash", 2, null, "pub");

        assertThat(apply(new Change.GatewayCreated(gateway)))
                .containsExactly(new Notice.GatewayToAgents(gateway, true));
    }

    @Test
    void aRenamedGatewayConcernsItselfAndAgents() {
        var renamed = new GatewayFacts(G, "other", "hash-g", 1, null, "pub-g");

        assertThat(apply(new Change.GatewayUpdated(renamed)))
                .containsExactly(
                        new Notice.ToClient(G, new GatewaySelfUpdate(new GatewaySelf(G, "other", null))),
                        new Notice.GatewayToAgents(renamed, false));
    }

    @Test
    void aGatewayAtAnotherAddressConcernsAgentsOnly() {
        var moved = new GatewayFacts(G, "g", "hash-g", 1, "192.0.2.1", "pub-g");

        assertThat(apply(new Change.GatewayUpdated(moved))).containsExactly(new Notice.GatewayToAgents(moved, false));
    }

    @Test
    void aGatewayWithAnotherApiKeyIsRevoked() {
        assertThat(apply(new Change.GatewayUpdated(new GatewayFacts(G, "g", "hash-new", 1, null, "pub-g"))))
                .containsExactly(new Notice.Revoked(G));
    }

    @Test
    void aDeletedGatewayIsRevoked() {
        assertThat(apply(new Change.GatewayDeleted(G)))
                .containsExactly(new Notice.Revoked(G), new Notice.ToAgents(new GatewayPeerDelete(G)));
        assertThat(topology.gateways()).isEmpty();
    }

    @Test
    void aCertificateConcernsTheGatewaysThatDoNotHaveIt() {
        var certificate = new CertificateFacts("shop.example", "C", "K", Instant.EPOCH);

        var notices = topology.apply(new CommittedChange(
                11, new Change.CertificateStored("shop.example", G), certificate, 0, Instant.EPOCH));

        assertThat(notices)
                .containsExactly(new Notice.ToGateways(
                        new CertificateUpdate(new CertificateItem("shop.example", "C", "K", Instant.EPOCH)), G));
        assertThat(topology.certificates()).containsExactly(certificate);
    }

    @Test
    void aCertificateThatIsGoneByNowIsNotAdded() {
        apply(new Change.CertificateStored("shop.example", G));

        assertThat(topology.certificates()).isEmpty();
    }

    @Test
    void aDeletedCertificateConcernsAllGateways() {
        topology.add(new CertificateFacts("shop.example", "C", "K", Instant.EPOCH));

        assertThat(apply(new Change.CertificateDeleted("shop.example")))
                .containsExactly(new Notice.ToGateways(new CertificateDelete("shop.example")));
        assertThat(topology.certificates()).isEmpty();
    }

    @Test
    void theViewOfGatewaysIsOneInstanceARevision() {
        var before = topology.gatewayView(false);
        assertThat(topology.gatewayView(false)).isSameAs(before);
        assertThat(topology.gatewayView(true)).isNotSameAs(before).isSameAs(topology.gatewayView(true));

        apply(new Change.TunnelCreated(TUNNEL));

        assertThat(topology.gatewayView(false)).isNotSameAs(before);
        assertThat(topology.gatewayView(true).tunnels()).containsExactly(ofGateway("10.1.0.100", "web:80"));
        assertThat(topology.gatewayView(false).tunnels())
                .containsExactly(ofGateway("10.1.0.100", "web:80").withoutProxies());
    }

    private List<Notice> apply(Change change) {
        return topology.apply(new CommittedChange(topology.revision() + 1, change, null, 0, Instant.EPOCH));
    }

    private static AgentTunnel ofAgent(String target) {
        return new AgentTunnel(T, "shop.example", target, true, false, false);
    }

    private static GatewayTunnel ofGateway(String virtualIp, String target) {
        return new GatewayTunnel(T, "shop.example", virtualIp, target, true, false, false);
    }
}
