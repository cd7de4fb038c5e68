package io.kakuremichi.control.session.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KeptConfigTest {
    private final Instant joined = Instant.now();
    private final KeptConfig kept = new KeptConfig();

    @Test
    void aHeartbeatInTheRhythmOfAnEarlierConnectionProvesIt() {
        assertThat(kept.isProven(after(5))).isTrue();
        assertThat(kept.isProven(after(28))).isTrue();
    }

    @Test
    void silenceDoesNot() {
        assertThat(kept.isProven(joined)).isFalse();
    }

    @Test
    void messagesAtTheStartDoNot() {
        assertThat(kept.isProven(after(1))).isFalse();
    }

    /** A new process sends its first heartbeat after 30 s; a stalled Control reads it before it decides. */
    @Test
    void theFirstHeartbeatOfANewProcessDoesNot() {
        assertThat(kept.isProven(after(30))).isFalse();
    }

    private Instant after(int seconds) {
        return joined.plus(Duration.ofSeconds(seconds));
    }
}
