package io.kakuremichi.control.session.connection;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of what one connection is to be sent, with one send at a time: a slow client fills this queue and not the
 * network's, which has no bound. It needs no thread: each send begins on the thread that completed the previous send, or on the one
 * that offered the item to an empty queue.
 */
final class Outbox {
    private static final Logger LOG = Logger.getLogger(Outbox.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<OutboundItem> items = new ArrayDeque<>(2);
    private final int capacity;
    private final Function<OutboundItem, CompletableFuture<Void>> sending;
    private boolean busy;

    /**
     * @param sending begins to send an item, on any thread, without blocking; the next item is passed when the result completed,
     *     normally or not
     */
    Outbox(int capacity, Function<OutboundItem, CompletableFuture<Void>> sending) {
        this.capacity = capacity;
        this.sending = sending;
    }

    /** Adds an item; returns false when the queue is full. Any thread; never blocks. */
    boolean offer(OutboundItem item) {
        lock.lock();
        try {
            if (items.size() >= capacity) {
                return false;
            }
            items.add(item);
            if (busy) {
                return true;
            }
            busy = true;
        } finally {
            lock.unlock();
        }
        send();
        return true;
    }

    /** Drops the queued items that match, which {@linkplain OutboundItem#finished finishes} them; returns their number. */
    int drop(Predicate<OutboundItem> which) {
        List<OutboundItem> dropped;
        lock.lock();
        try {
            dropped = items.stream().filter(which).toList();
            items.removeIf(which);
        } finally {
            lock.unlock();
        }
        dropped.forEach(OutboundItem::finished);
        return dropped.size();
    }

    /** Sends until a send does not complete at once; its completion continues here. */
    private void send() {
        for (var item = next(); item != null; item = next()) {
            var sent = begin(item);
            if (!sent.isDone()) {
                sent.whenComplete((nothing, failure) -> send());
                return;
            }
        }
    }

    private CompletableFuture<Void> begin(OutboundItem item) {
        try {
            return sending.apply(item).whenComplete((nothing, failure) -> item.finished());
        } catch (Throwable e) {
            // Also an error: otherwise the outbox would stay busy.
            LOG.error("A message could not be sent", e);
            item.finished();
            return CompletableFuture.completedFuture(null);
        }
    }

    private @Nullable OutboundItem next() {
        lock.lock();
        try {
            var item = items.poll();
            if (item == null) {
                busy = false;
            }
            return item;
        } finally {
            lock.unlock();
        }
    }
}
