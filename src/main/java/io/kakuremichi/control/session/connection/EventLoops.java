package io.kakuremichi.control.session.connection;

import io.netty.channel.EventLoop;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Passes writes to the event loops that own the sockets. Waking a sleeping loop takes a system call, which costs more than a short
 * write; so the writes of one change are gathered first, and each loop is woken once. Any thread.
 */
@Singleton
public class EventLoops {
    /** Gathered writes that wake a loop at once. */
    private static final int ENOUGH = 128;

    private final Map<EventLoop, Lane> lanes = new ConcurrentHashMap<>();
    private final AtomicInteger gathering = new AtomicInteger();

    /** Returns the lane to an event loop. */
    public Lane of(EventLoop eventLoop) {
        return lanes.computeIfAbsent(eventLoop, Lane::new);
    }

    /** Stops waking loops until {@link #release}, which must follow within moments. Calls may nest and overlap. */
    public void gather() {
        gathering.incrementAndGet();
    }

    /** Wakes the loops that have something to write. */
    public void release() {
        // First: a write that is added later sees the new value, and wakeIfWaiting sees one that was added before.
        gathering.decrementAndGet();
        lanes.values().forEach(Lane::wakeIfWaiting);
    }

    /** The queue of one event loop. Bounded by its sockets: each has at most one write and one close in it. */
    public final class Lane {
        private final EventLoop eventLoop;
        private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
        private final AtomicInteger size = new AtomicInteger();
        private final AtomicBoolean woken = new AtomicBoolean();

        private Lane(EventLoop eventLoop) {
            this.eventLoop = eventLoop;
        }

        /** Runs a task on the event loop: at once on that loop's own thread, else after the tasks added before. */
        void execute(Runnable task) {
            if (eventLoop.inEventLoop()) {
                task.run();
                return;
            }
            waiting.add(task);
            if (size.incrementAndGet() >= ENOUGH || gathering.get() == 0) {
                wake();
            }
        }

        private void wakeIfWaiting() {
            if (!waiting.isEmpty()) {
                wake();
            }
        }

        private void wake() {
            if (woken.compareAndSet(false, true)) {
                eventLoop.execute(this::drain);
            }
        }

        private void drain() {
            // First, so that a task added during the last poll wakes the loop again.
            woken.set(false);
            for (var task = waiting.poll(); task != null; task = waiting.poll()) {
                size.decrementAndGet();
                task.run();
            }
        }
    }
}
