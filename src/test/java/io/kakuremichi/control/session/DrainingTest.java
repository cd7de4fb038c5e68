package io.kakuremichi.control.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.http.ClientAddress;
import io.kakuremichi.control.protocol.CloseCode;
import io.kakuremichi.control.session.connection.Handshake;
import io.kakuremichi.control.session.connection.Session;
import io.kakuremichi.control.session.connection.SessionLifecycle;
import io.kakuremichi.control.session.connection.SessionLimits;
import io.kakuremichi.control.session.connection.SessionState;
import io.kakuremichi.control.session.connection.Wire;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DrainingTest {
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    private final CompletableFuture<Void> closeFrame = new CompletableFuture<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicReference<Draining> draining = new AtomicReference<>();
    private final Thread stopping = new Thread(this::drain);
    private final Session last = new Session(
            new Handshake(null, null, null, false, new ClientAddress(InetAddress.getLoopbackAddress(), null, null)),
            new SessionState.AwaitingAuth(null),
            new SlowToClose(),
            null,
            new SessionLimits(1, 1, 1, 1, 1, Duration.ofSeconds(1)),
            null,
            new EndsTheDraining(),
            null);

    @AfterEach
    void stopTimers() {
        timers.shutdownNow();
    }

    /** Else the server below closes it with a code of its own. */
    @Test
    void waitsForTheCloseFrameOfTheLastConnection() throws InterruptedException {
        draining.set(new Draining(timers, Duration.ofSeconds(1), session -> session.close(CloseCode.RESTART)));
        stopping.start();

        await().until(ended::get);
        assertThat(stopping.isAlive()).isTrue();

        closeFrame.complete(null);

        stopping.join(Duration.ofSeconds(10));
        assertThat(stopping.isAlive()).isFalse();
    }

    private boolean waitsForFrames() {
        return Arrays.stream(stopping.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(CompletableFuture.class.getName()));
    }

    private void drain() {
        try {
            draining.get().run(List.of(last));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class SlowToClose implements Wire {
        @Override
        public CompletableFuture<Void> send(String text) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void ping(String payload) {}

        @Override
        public CompletionStage<Void> close(CloseCode code) {
            return closeFrame;
        }
    }

    private final class EndsTheDraining implements SessionLifecycle {
        @Override
        public void authenticating(Session session) {}

        @Override
        public void ended(Session session, SessionState before, CloseCode code) {
            draining.get().ended(true);
            // The session's close continues after this: the thread that waits has returned or waits for the close
            // frame.
            await().until(() -> !stopping.isAlive() || waitsForFrames());
            ended.set(true);
        }
    }
}
