package io.kakuremichi.control.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HintsTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final Hints hints = new Hints();

    @Test
    void commitEndsTheWaitForIt() {
        var waiting = waitingFor(4, LONG);

        hints.committed(5);

        await().until(waiting::isDone);
    }

    @Test
    void whatWasAppliedIsNoNews() {
        var waiting = waitingFor(5, LONG);

        hints.committed(5);
        hints.committed(3);

        assertThat(waiting).isNotDone();
        hints.committed(6);
        await().until(waiting::isDone);
    }

    @Test
    void hintFromBeforeTheWaitCounts() {
        hints.committed(5);

        await().until(waitingFor(4, LONG)::isDone);
    }

    @Test
    void hintsCountOnce() {
        hints.committed(5);
        hints.requestRead();
        await().until(waitingFor(4, LONG)::isDone);

        // In another history, where 5 may never come.
        assertThat(waitingFor(4, LONG)).isNotDone();
    }

    @Test
    void lookEndsAnyWait() {
        var waiting = waitingFor(9, LONG);

        hints.requestRead();

        await().until(waiting::isDone);
    }

    @Test
    void waitEndsByItself() {
        await().until(waitingFor(9, SHORT)::isDone);
    }

    private CompletableFuture<Void> waitingFor(long applied, Duration atMost) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        hints.await(applied, atMost);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                Thread::startVirtualThread);
    }
}
