package io.kakuremichi.control.session.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.topology.ConfigDigest;
import org.junit.jupiter.api.Test;

class AppliedProgressTest {
    private static final ConfigDigest FIRST = new ConfigDigest(1, 1);
    private static final ConfigDigest SECOND = new ConfigDigest(2, 2);

    private final AppliedProgress progress = new AppliedProgress(10);

    @Test
    void aRevisionThatChangesNothingIsAppliedByThoseWhoAppliedTheOneBefore() {
        progress.sending(5, null);
        progress.applied(5);

        progress.reached(new OutboundItem.Reached(8, null));

        assertThat(progress.applied()).isEqualTo(8);
        assertThat(progress.behind()).isZero();
    }

    @Test
    void theAcknowledgementOfTheLastMessageIncludesLaterRevisionsThatChangedNothing() {
        progress.sending(5, null);
        progress.reached(new OutboundItem.Reached(8, null));
        assertThat(progress.applied()).isNull();

        progress.applied(5);

        assertThat(progress.applied()).isEqualTo(8);
    }

    @Test
    void theAcknowledgementOfAnOlderMessageDoesNot() {
        progress.sending(4, null);
        progress.sending(5, null);
        progress.reached(new OutboundItem.Reached(8, null));

        progress.applied(4);

        assertThat(progress.applied()).isEqualTo(4);
    }

    @Test
    void aConfigurationIsConfirmedOnceEachIsAcknowledged() {
        progress.sending(5, FIRST);
        assertThat(progress.confirmedConfig()).isNull();
        progress.sending(6, SECOND);

        progress.appliedLast();
        assertThat(progress.confirmedConfig()).isNull();

        progress.appliedLast();
        assertThat(progress.confirmedConfig()).isEqualTo(SECOND);
    }

    @Test
    void aConfigurationThatFailedIsNotConfirmed() {
        progress.sending(5, FIRST);
        progress.appliedLast();

        progress.sending(6, SECOND);
        progress.failed(6, "no wg0");
        assertThat(progress.confirmedConfig()).isNull();

        progress.sending(7, SECOND);
        progress.appliedLast();
        assertThat(progress.confirmedConfig()).isEqualTo(SECOND);
    }

    @Test
    void aKeptConfigurationIsConfirmed() {
        progress.reached(new OutboundItem.Reached(8, FIRST));

        assertThat(progress.applied()).isEqualTo(8);
        assertThat(progress.confirmedConfig()).isEqualTo(FIRST);
    }
}
