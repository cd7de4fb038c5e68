package io.kakuremichi.control.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TimeOrderedIdTest {
    @Test
    void idsAscendEvenWithinAMillisecond() {
        var ids = Stream.generate(TimeOrderedId::next)
                .limit(20_000)
                .map(Object::toString)
                .toList();

        assertThat(ids).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void idsAreOfVersion7AndTellTheTime() {
        var before = System.currentTimeMillis();

        var id = TimeOrderedId.next();

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isBetween(before, before + 10_000);
    }
}
