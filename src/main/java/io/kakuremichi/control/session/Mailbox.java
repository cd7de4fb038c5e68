package io.kakuremichi.control.session;

import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue whose items are handled one after the other on a virtual thread that lives only while there are some,
 * so that an idle connection costs no stack. The handler may block; the lock is never held while it runs.
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

    /** Adds an item, or returns false when the mailbox is full. Any thread; never blocks. */
    boolean offer(T item) {
        return offer(item, 0);
    }

    /** The same with room for some more than the mailbox has by itself. */
    boolean offer(T item, int more) {
        lock.lock();
        try {
            if (items.size() >= capacity + more) {
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

    /** Whether nothing waits and nothing is being handled. */
    boolean isIdle() {
        lock.lock();
        try {
            return !draining;
        } finally {
            lock.unlock();
        }
    }

    /** Drops what is waiting. */
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
            } catch (RuntimeException e) {
                LOG.error("An item of a mailbox could not be handled", e);
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
