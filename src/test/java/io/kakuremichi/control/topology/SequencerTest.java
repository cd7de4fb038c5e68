package io.kakuremichi.control.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SequencerTest {
    private final Sequencer sequencer = new Sequencer(new NoAudience());

    @AfterEach
    void stop() {
        sequencer.stop();
    }

    @Test
    void errorOfATaskReachesItsCaller() throws Exception {
        sequencer.load(new Topology(UUID.randomUUID(), 0));

        var task = sequencer.submit(topology -> {
            throw new NoClassDefFoundError("replaced while running");
        });

        assertThatThrownBy(() -> task.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void errorOfATaskEndsNothingElse() throws Exception {
        sequencer.load(new Topology(UUID.randomUUID(), 7));

        sequencer.execute(topology -> {
            throw new NoClassDefFoundError("replaced while running");
        });

        assertThat(sequencer.read(Topology::revision).get(10, TimeUnit.SECONDS)).isEqualTo(7);
    }

    @Test
    void taskBeforeTheFirstLoadFails() {
        var task = sequencer.submit(topology -> {});

        assertThatThrownBy(() -> task.get(10, TimeUnit.SECONDS)).hasMessageContaining("not loaded yet");
    }

    private static final class NoAudience implements Audience {
        @Override
        public void reloaded(@Nullable Topology before, Topology topology) {}

        @Override
        public void changed(Topology topology, List<Notice> notices, long committedAt) {}

        @Override
        public void caughtUp(Topology topology) {}
    }
}
