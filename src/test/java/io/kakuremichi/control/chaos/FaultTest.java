package io.kakuremichi.control.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.chaos.Fault.Planned;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The script of faults. */
class FaultTest {
    @Test
    void isTheSameForTheSameSeed() {
        assertThat(script(7, 100)).isEqualTo(script(7, 100)).isNotEqualTo(script(8, 100));
    }

    @Test
    void hasEveryFaultInEachRound() {
        assertThat(script(7, Fault.values().length).stream().map(Planned::fault))
                .containsExactlyInAnyOrder(Fault.values());
    }

    private static List<Planned> script(long seed, int length) {
        var script = Fault.script(new Random(seed), 3, true);
        return IntStream.range(0, length).mapToObj(each -> script.next()).toList();
    }
}
