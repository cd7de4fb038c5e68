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
 * Closes connections each at a random time within a duration, so that their clients don't come back all at once. Bounded: one
 * timer a connection, and the duration and a few seconds in all. Over early when no connection is left.
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
        // Whose timer is late, or who came just when nobody was left.
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

    /** A connection ended, for whatever reason. Any thread. */
    void ended(boolean lastOne) {
        if (lastOne) {
            empty.countDown();
        }
    }

    private void close(Session session) {
        if (session.isClosed()) {
            return;
        }
        // Before it is closed: that tells who waits for the last one to end, and its close frame must be waited for
        // too.
        var written = new CompletableFuture<Void>();
        closes.add(written);
        closing.apply(session).whenComplete((nothing, failure) -> written.complete(null));
    }
}
