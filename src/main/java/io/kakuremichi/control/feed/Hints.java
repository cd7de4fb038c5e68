package io.kakuremichi.control.feed;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Word that the change log became longer, which the feed waits for: from this replica's own commits at once, from those of
 * others by way of the {@link Listener}. Only hints: the feed reads the log, and what it has already is no news to it.
 */
@Singleton
class Hints {
    private static final long NONE = -1;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition given = lock.newCondition();
    private long newest = NONE;
    private boolean unknown;

    /** The change of that revision is committed. Any thread. */
    void committed(long revision) {
        lock.lock();
        try {
            newest = Math.max(newest, revision);
            given.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Something may have happened that only the database can tell. Any thread. */
    void look() {
        lock.lock();
        try {
            unknown = true;
            given.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Returns when there is a hint of more than what was applied, and after the time at the latest. The feed's thread only. */
    void await(long applied, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            var left = atMost.toNanos();
            while (!unknown && newest <= applied && left > 0) {
                left = given.awaitNanos(left);
            }
            // Not kept: in another history, that revision may never come.
            newest = NONE;
            unknown = false;
        } finally {
            lock.unlock();
        }
    }
}
