package io.kakuremichi.control.feed;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Wakes the feed when the log may have grown: directly after this replica's commits, and by the {@link Listener} after
 * those of other replicas. A hint may be wrong or late: the feed reads the log in any case, and skips what it has.
 */
@Singleton
class Hints {
    private static final long NONE = -1;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition given = lock.newCondition();
    private long newest = NONE;
    private boolean unknown;

    /** Signals that this revision is committed. Any thread. */
    void committed(long revision) {
        lock.lock();
        try {
            newest = Math.max(newest, revision);
            given.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Signals that the log should be read, without a known revision. Any thread. */
    void requestRead() {
        lock.lock();
        try {
            unknown = true;
            given.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a hint beyond the applied revision, for the given time at most. The feed's thread only. */
    void await(long applied, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            var left = atMost.toNanos();
            while (!unknown && newest <= applied && left > 0) {
                left = given.awaitNanos(left);
            }
            // Reset, because in another history that revision may never be reached.
            newest = NONE;
            unknown = false;
        } finally {
            lock.unlock();
        }
    }
}
