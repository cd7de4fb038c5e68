package io.kakuremichi.control.embeddedpostgres;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Starts the server again when it has died or hangs: a crash of PostgreSQL, an administrator's kill, the kernel's when memory is short, or
 * a full disk. Attempts become rarer; each one first removes what a dead server leaves, as the start of Control does.
 *
 * <p>A server that has not run for a minute within the time limit is given up, so that a supervisor of this process can act. Until then
 * nothing is decided here about clients: Control's connections to the database fail and are opened again.
 */
final class PostmasterWatch {
    private static final Logger LOG = Logger.getLogger(PostmasterWatch.class);

    /** Polled: the server is not a child of this process, and for other processes the JDK polls as well, up to five seconds apart. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private static final Duration BETWEEN_PROBES = Duration.ofSeconds(10);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(5);
    private static final int UNANSWERED_PROBES = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration STABLE = Duration.ofMinutes(1);

    private final Postmaster postmaster;
    private final int port;
    private final Duration patience;
    private final Consumer<String> givingUp;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("postgresql-watch").daemon().unstarted(this::run);

    /** All below are confined to the thread; times are {@link System#nanoTime}. */
    private long runningSince = System.nanoTime();

    private long troubleSince;
    private boolean inTrouble;
    private Duration pause = FIRST_PAUSE;

    /**
     * @param patience how long the server may fail to run before it is given up
     * @param givingUp takes one sentence; must not wait for the server's end
     */
    PostmasterWatch(Postmaster postmaster, int port, Duration patience, Consumer<String> givingUp) {
        this.postmaster = postmaster;
        this.port = port;
        this.patience = patience;
        this.givingUp = givingUp;
    }

    void start() {
        thread.start();
    }

    /** Stops watching. An attempt under way ends when its server is stopped. */
    void stop() {
        closing.countDown();
    }

    /** Waits until no attempt is under way; returns false after that time. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        return thread.join(limit);
    }

    private void run() {
        var unanswered = 0;
        var nextProbe = nextProbe();
        while (await(BETWEEN_LOOKS)) {
            try {
                if (!postmaster.isRunning()) {
                    keepStarting("ended");
                    unanswered = 0;
                } else if (System.nanoTime() - nextProbe > 0) {
                    unanswered = Probe.answers(port, PROBE_LIMIT) ? 0 : unanswered + 1;
                    nextProbe = nextProbe();
                    if (unanswered >= UNANSWERED_PROBES) {
                        unanswered = 0;
                        keepStarting("does not answer");
                    }
                }
            } catch (IOException e) {
                // Such as no free file descriptor: whether the server runs is seen the next time.
                LOG.debugf(e, "The embedded PostgreSQL could not be looked at");
            } catch (Throwable e) {
                // Also an error: the server would no longer be watched.
                LOG.error("The embedded PostgreSQL could not be started again", e);
            }
        }
    }

    private static long nextProbe() {
        return System.nanoTime() + BETWEEN_PROBES.toNanos();
    }

    /** Starts the server until that succeeds, or gives up. */
    private void keepStarting(String what) throws IOException {
        var began = System.nanoTime();
        if (!inTrouble || began - runningSince > STABLE.toNanos()) {
            inTrouble = true;
            troubleSince = began;
            pause = FIRST_PAUSE;
        }
        var reason = postmaster.lastWords();
        LOG.warnf("The embedded PostgreSQL %s and is started again: %s", what, reason);
        while (await(pause)) {
            if (System.nanoTime() - troubleSince > patience.toNanos()) {
                closing.countDown();
                givingUp.accept("the embedded PostgreSQL could not be kept running for %s s: %s"
                        .formatted(patience.toSeconds(), reason));
                return;
            }
            pause = longer(pause);
            try {
                postmaster.startOn(port);
                runningSince = System.nanoTime();
                LOG.infof(
                        "The embedded PostgreSQL is ready again after %s ms",
                        Duration.ofNanos(runningSince - began).toMillis());
                return;
            } catch (EmbeddedPostgresException | IOException e) {
                reason = String.valueOf(e.getMessage());
                LOG.debugf(e, "Another attempt follows in %s ms", pause.toMillis());
            }
        }
    }

    private static Duration longer(Duration pause) {
        var doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    /** Returns false if watching ends. */
    private boolean await(Duration time) {
        try {
            return !closing.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }
}
