package io.kakuremichi.control.session.connection;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of what one connection is to be sent, with one send at a time: a slow client fills this queue and not the
 * network's, which has no bound. It needs no thread: each send begins on the thread that completed the previous send, or on the one
 * that offered the item to an empty queue.
 */
final class Outbox {
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<OutboundItem> items = new ArrayDeque<>(2);
    private final int capacity;
    private final Function<OutboundItem, CompletableFuture<Void>> sending;
    private final Consumer<Throwable> failed;
    private boolean busy;

    /**
     * @param sending begins to send an item, on any thread, without blocking; the next item is passed when the result completed,
     *     normally or not
     * @param failed called for an item that a fault of ours kept from being sent, before the next item is passed: the receiver would
     *     miss it. Any thread.
     */
    Outbox(int capacity, Function<OutboundItem, CompletableFuture<Void>> sending, Consumer<Throwable> failed) {
        this.capacity = capacity;
        this.sending = sending;
        this.failed = failed;
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
            return sending.apply(item).whenComplete((nothing, failure) -> finished(item, failure));
        } catch (Throwable e) {
            // Also an error: otherwise the outbox would stay busy.
            finished(item, e);
            return CompletableFuture.completedFuture(null);
        }
    }

    private void finished(OutboundItem item, @Nullable Throwable failure) {
        if (failure != null) {
            failed.accept(failure);
        }
        item.finished();
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
