package io.kakuremichi.control.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.overview.LostReplicas.Seen;
import io.kakuremichi.control.overview.ReplicaState.ReplicaCondition;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LostReplicasTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final Seen OWN = new Seen(new UUID(0, 1), "control-0", false);
    private static final Seen OTHER = new Seen(new UUID(0, 2), "control-1", false);

    private final LostReplicas lost = new LostReplicas(OWN.id());

    @Test
    void replicaWithoutALeaseIsLost() {
        lost.observe(List.of(OWN, OTHER), NOW);

        lost.observe(List.of(OWN), NOW.plusSeconds(5));

        assertThat(lost.now()).singleElement().satisfies(replica -> {
            assertThat(replica.id()).isEqualTo(OTHER.id());
            assertThat(replica.state()).isEqualTo(ReplicaCondition.LOST);
            assertThat(replica.lostAt()).isEqualTo(NOW.plusSeconds(5));
        });
    }

    @Test
    void replicaThatStoppedIsNotLost() {
        lost.observe(List.of(OWN, new Seen(OTHER.id(), OTHER.name(), true)), NOW);

        lost.observe(List.of(OWN), NOW.plusSeconds(5));

        assertThat(lost.now()).isEmpty();
    }

    @Test
    void successorOfTheSameNameEndsTheLoss() {
        lost.observe(List.of(OWN, OTHER), NOW);
        lost.observe(List.of(OWN), NOW.plusSeconds(5));

        lost.observe(List.of(OWN, new Seen(new UUID(0, 3), OTHER.name(), false)), NOW.plusSeconds(10));

        assertThat(lost.now()).isEmpty();
    }

    @Test
    void lossIsForgottenAfterAWhile() {
        lost.observe(List.of(OWN, OTHER), NOW);
        lost.observe(List.of(OWN), NOW.plusSeconds(5));

        lost.observe(List.of(OWN), NOW.plusSeconds(5).plus(LostReplicas.SHOWN));
        assertThat(lost.now()).hasSize(1);
        lost.observe(List.of(OWN), NOW.plusSeconds(6).plus(LostReplicas.SHOWN));
        assertThat(lost.now()).isEmpty();
    }

    /** It looks, so it runs, whatever others think of its lease. */
    @Test
    void ownReplicaIsNeverLost() {
        lost.observe(List.of(OWN, OTHER), NOW);

        lost.observe(List.of(OTHER), NOW.plusSeconds(5));

        assertThat(lost.now()).isEmpty();
    }
}
