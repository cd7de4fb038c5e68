package io.kakuremichi.control.session;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * A periodic check that judges clients by the time that has passed. A late run is skipped: after a stall of this process (a stopped
 * virtual machine, a long pause) what clients sent meanwhile still lies in the sockets, and the next run finds it read. Never two in a
 * row, so that a machine that is always late still checks. Confined to the timer thread.
 */
final class PunctualCheck implements Runnable {
    private static final Logger LOG = Logger.getLogger(PunctualCheck.class);

    /** How late a run may be on a busy machine. */
    private static final Duration TOLERANCE = Duration.ofSeconds(1);

    private final long longestWait;
    private final LongSupplier nanoTime;
    private final Runnable check;
    private long lastRun;
    private boolean skipped;

    /**
     * @param period between two runs
     * @param nanoTime {@link System#nanoTime}
     */
    PunctualCheck(Duration period, LongSupplier nanoTime, Runnable check) {
        this.longestWait = period.plus(TOLERANCE).toNanos();
        this.nanoTime = nanoTime;
        this.check = check;
        this.lastRun = nanoTime.getAsLong();
    }

    @Override
    public void run() {
        var now = nanoTime.getAsLong();
        skipped = !skipped && now - lastRun > longestWait;
        lastRun = now;
        if (skipped) {
            LOG.info("This process stalled: clients are judged at the next check");
            return;
        }
        try {
            check.run();
        } catch (Throwable e) {
            // An exception or an error would cancel the timer.
            LOG.error("A periodic check of connections failed", e);
        }
    }
}
