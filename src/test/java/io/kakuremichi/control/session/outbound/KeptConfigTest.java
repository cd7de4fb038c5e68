package io.kakuremichi.control.session.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KeptConfigTest {
    /** {@link System#nanoTime} may be negative, and overflow. */
    private final long joined = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(10);

    private final KeptConfig kept = new KeptConfig(joined);

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

    private long after(int seconds) {
        return joined + TimeUnit.SECONDS.toNanos(seconds);
    }
}
