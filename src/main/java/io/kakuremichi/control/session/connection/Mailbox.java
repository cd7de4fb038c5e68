package io.kakuremichi.control.session.connection;

import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue with its own consumer: a virtual thread that exists only while there are items, so that an idle connection needs
 * no stack. Items are handled in order, one at a time. The handler may block; the lock is never held while it runs.
 */
final class Mailbox<T> {
    private static final Logger LOG = Logger.getLogger(Mailbox.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<T> items = new ArrayDeque<>(2);
    private final int capacity;
    private final Consumer<T> handler;
    private boolean draining;

    Mailbox(int capacity, Consumer<T> handler) {
        this.capacity = capacity;
        this.handler = handler;
    }

    /** Adds an item; returns false when the mailbox is full. Any thread; never blocks. */
    boolean offer(T item) {
        return offer(item, 0);
    }

    /**
     * Like {@link #offer(Object)}, with a larger capacity for this item.
     *
     * @param extra how many items the mailbox may hold on top of its capacity
     */
    boolean offer(T item, int extra) {
        lock.lock();
        try {
            if (items.size() >= capacity + extra) {
                return false;
            }
            items.add(item);
            if (!draining) {
                draining = true;
                Thread.ofVirtual().start(this::drain);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether no item waits and none is being handled. */
    boolean isIdle() {
        lock.lock();
        try {
            return !draining;
        } finally {
            lock.unlock();
        }
    }

    /** Drops the items that wait. */
    void clear() {
        lock.lock();
        try {
            items.clear();
        } finally {
            lock.unlock();
        }
    }

    private void drain() {
        for (var item = next(); item != null; item = next()) {
            try {
                handler.accept(item);
            } catch (Throwable e) {
                // Also an error: otherwise the mailbox would stay without a thread.
                LOG.error("A message could not be handled", e);
            }
        }
    }

    private @Nullable T next() {
        lock.lock();
        try {
            var item = items.poll();
            if (item == null) {
                draining = false;
            }
            return item;
        } finally {
            lock.unlock();
        }
    }
}
