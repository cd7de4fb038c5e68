package io.kakuremichi.control.session;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * A periodic check that judges clients by the time that has passed. It is skipped when it runs late: after a stall of this process (a
 * stopped virtual machine, a long pause) what clients sent meanwhile still lies in the sockets, and the next check finds it read.
 * Confined to the timer thread.
 */
final class PunctualCheck implements Runnable {
    private static final Logger LOG = Logger.getLogger(PunctualCheck.class);

    /** Delay that a busy machine may cause. */
    private static final Duration TOLERANCE = Duration.ofSeconds(1);

    private final long latest;
    private final LongSupplier nanoTime;
    private final Runnable check;
    private long lastRun;

    /**
     * @param period between two runs
     * @param nanoTime {@link System#nanoTime}
     */
    PunctualCheck(Duration period, LongSupplier nanoTime, Runnable check) {
        this.latest = period.multipliedBy(2).plus(TOLERANCE).toNanos();
        this.nanoTime = nanoTime;
        this.check = check;
        this.lastRun = nanoTime.getAsLong();
    }

    @Override
    public void run() {
        var now = nanoTime.getAsLong();
        var isLate = now - lastRun > latest;
        lastRun = now;
        if (isLate) {
            LOG.info("This process stalled: clients are judged at the next check");
            return;
        }
        try {
            check.run();
        } catch (RuntimeException e) {
            // An exception would cancel the timer.
            LOG.error("A periodic check of connections failed", e);
        }
    }
}
