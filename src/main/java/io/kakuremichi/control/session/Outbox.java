package io.kakuremichi.control.session;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent on one connection: bounded, and one at a time, so that a slow client is felt here and not in the network's
 * own queue, which has no bound. Nobody waits: each send begins where the last one ended, or where its item was offered. A thread for
 * each would cost more than most sends do.
 */
final class Outbox {
    private static final Logger LOG = Logger.getLogger(Outbox.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<OutboundItem> items = new ArrayDeque<>(2);
    private final int capacity;
    private final Function<OutboundItem, CompletableFuture<Void>> sending;
    private boolean busy;

    /**
     * @param sending begins to send an item without blocking, on any thread; it is not called again before that is through, however
     *     it ends
     */
    Outbox(int capacity, Function<OutboundItem, CompletableFuture<Void>> sending) {
        this.capacity = capacity;
        this.sending = sending;
    }

    /** Adds an item, or returns false when there is no room. Any thread; never blocks. */
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

    /** Drops what is waiting and matches: that is {@linkplain OutboundItem#over over}. Returns how many there were. */
    int drop(Predicate<OutboundItem> which) {
        List<OutboundItem> dropped;
        lock.lock();
        try {
            dropped = items.stream().filter(which).toList();
            items.removeIf(which);
        } finally {
            lock.unlock();
        }
        dropped.forEach(OutboundItem::over);
        return dropped.size();
    }

    /** Sends until something takes its time; then whoever ends that goes on. */
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
            return sending.apply(item).whenComplete((nothing, failure) -> item.over());
        } catch (RuntimeException e) {
            LOG.error("A message could not be sent", e);
            item.over();
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
