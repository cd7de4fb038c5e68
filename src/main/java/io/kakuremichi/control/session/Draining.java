package io.kakuremichi.control.session;

import io.kakuremichi.control.session.connection.Session;
import java.time.Duration;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Closes each connection at a random time within a duration, so that the clients don't all reconnect at once. Takes at most the duration
 * and a few seconds, less when no connection is left. Needs one timer for each connection.
 */
final class Draining {
    private static final Logger LOG = Logger.getLogger(Draining.class);

    /** How long a close frame may take to be written. */
    private static final int CLOSE_SECONDS = 3;

    private final ScheduledExecutorService timers;
    private final Duration duration;
    private final long began = System.nanoTime();
    private final Function<Session, CompletionStage<Void>> closing;
    private final Queue<CompletableFuture<Void>> closes = new ConcurrentLinkedQueue<>();
    private final CountDownLatch empty = new CountDownLatch(1);

    /**
     * @param closing closes a session without blocking; the stage completes when its close frame is written
     */
    Draining(ScheduledExecutorService timers, Duration duration, Function<Session, CompletionStage<Void>> closing) {
        this.timers = timers;
        this.duration = duration;
        this.closing = closing;
    }

    /** Closes the connections, and those {@link #add added} meanwhile, and waits until their close frames are written. */
    void run(Collection<Session> sessions) throws InterruptedException {
        sessions.forEach(this::add);
        ended(sessions.isEmpty());
        if (!empty.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
            LOG.debug("Some connections are closed after their time");
        }
        // Those whose timer is late, and those that were opened when no connection was left.
        sessions.forEach(this::close);
        try {
            CompletableFuture.allOf(closes.toArray(CompletableFuture[]::new)).get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debugf(e, "Not every client took its close frame");
        }
    }

    /** A connection to close as well. Any thread. */
    void add(Session session) {
        var left = Math.max(1, duration.toNanos() - (System.nanoTime() - began));
        timers.schedule(() -> close(session), ThreadLocalRandom.current().nextLong(left), TimeUnit.NANOSECONDS);
    }

    /** A connection ended. Any thread. */
    void ended(boolean lastOne) {
        if (lastOne) {
            empty.countDown();
        }
    }

    private void close(Session session) {
        if (session.isClosed()) {
            return;
        }
        // Added before the close: the close may end the wait for the last connection, and its close frame has to be
        // awaited too.
        var written = new CompletableFuture<Void>();
        closes.add(written);
        closing.apply(session).whenComplete((nothing, failure) -> written.complete(null));
    }
}
