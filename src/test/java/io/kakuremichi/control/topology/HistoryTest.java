package io.kakuremichi.control.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.change.GatewayFacts;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.protocol.ControlMessage.TunnelDelete;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final UUID A = new UUID(0, 1);
    private static final UUID G = new UUID(0, 2);
    private static final TunnelDelete MESSAGE = new TunnelDelete(new UUID(0, 3));

    private final History history = new History(10);
    private final WantedRevisions wanted = new WantedRevisions(10);

    @Test
    void knowsWhatEachWasNotTold() {
        add(11, new Notice.ToClient(A, MESSAGE), new Notice.ToGateways(MESSAGE));
        add(12, new Notice.GatewayToAgents(new GatewayFacts(G, "g", "hash", 1, null, "key"), true));
        add(13, new Notice.ToGateways(MESSAGE, G));
        add(14, new Notice.ToAgents(MESSAGE));

        assertThat(missed(ClientType.AGENT, A, 10)).contains(List.of(11L, 12L, 14L));
        assertThat(missed(ClientType.AGENT, A, 12)).contains(List.of(14L));
        assertThat(missed(ClientType.AGENT, A, 14)).contains(List.of());
        assertThat(missed(ClientType.AGENT, new UUID(0, 9), 10)).contains(List.of(12L, 14L));
        assertThat(missed(ClientType.GATEWAY, G, 10)).contains(List.of(11L));
        assertThat(missed(ClientType.GATEWAY, new UUID(0, 9), 10)).contains(List.of(11L, 13L));
    }

    @Test
    void knowsNothingOfWhatWasBefore() {
        assertThat(missed(ClientType.AGENT, A, 9)).isEmpty();
        assertThat(missed(ClientType.AGENT, A, 10)).contains(List.of());
    }

    @Test
    void forgetsTheOldestAndSaysSo() {
        for (var revision = 11; revision <= 10 + History.CAPACITY + 5; revision++) {
            add(revision, new Notice.ToClient(A, MESSAGE));
        }

        assertThat(history.since()).isEqualTo(15);
        assertThat(missed(ClientType.AGENT, A, 14)).isEmpty();
        assertThat(missed(ClientType.AGENT, A, 15).orElseThrow())
                .hasSize(History.CAPACITY)
                .startsWith(16L);
    }

    @Test
    void knowsTheNewestRevisionThatConcernsEach() {
        add(11, new Notice.ToClient(A, MESSAGE));
        add(12, new Notice.ToGateways(MESSAGE));
        add(13, new Notice.ToGateways(MESSAGE, G));
        add(14, new Notice.ToGateways(MESSAGE, G));

        assertThat(wanted.of(ClientType.AGENT, A, true)).isEqualTo(11);
        assertThat(wanted.of(ClientType.AGENT, new UUID(0, 9), true)).isEqualTo(10);
        assertThat(wanted.of(ClientType.GATEWAY, G, true)).isEqualTo(12);
        assertThat(wanted.of(ClientType.GATEWAY, new UUID(0, 9), true)).isEqualTo(14);

        add(15, new Notice.ToGateways(MESSAGE, new UUID(0, 9)));

        assertThat(wanted.of(ClientType.GATEWAY, G, true)).isEqualTo(15);
        assertThat(wanted.of(ClientType.GATEWAY, new UUID(0, 9), true)).isEqualTo(14);
    }

    private void add(long revision, Notice... notices) {
        history.add(revision, List.of(notices));
        wanted.add(revision, List.of(notices));
    }

    private Optional<List<Long>> missed(ClientType type, UUID client, long after) {
        return history.missedBy(type, client, after)
                .map(missed -> missed.stream().map(PastNotice::revision).toList());
    }
}
