package io.kakuremichi.control.session;

import io.netty.channel.EventLoop;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands what is to be written over to the event loops that own the sockets. A loop that sleeps is woken by a system call, which costs
 * more than a short write does; so what one change has to be written to is gathered first, and each loop is woken once.
 *
 * <p>Any thread, but for {@link #gather} and {@link #release}: those are the sequencer's.
 */
@Singleton
class EventLoops {
    /** So many are not kept waiting for more to come. */
    private static final int ENOUGH = 128;

    private final Map<EventLoop, Lane> lanes = new ConcurrentHashMap<>();
    private volatile boolean gathering;

    Lane of(EventLoop eventLoop) {
        return lanes.computeIfAbsent(eventLoop, Lane::new);
    }

    /** From now on loops need not be woken; {@link #release} must follow within moments. */
    void gather() {
        gathering = true;
    }

    /** Wakes the loops that have something to do. */
    void release() {
        gathering = false;
        lanes.values().forEach(Lane::wakeIfWaited);
    }

    /** The way to one event loop. Holds at most what a socket may have under way, for each socket. */
    final class Lane {
        private final EventLoop eventLoop;
        private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
        private final AtomicInteger size = new AtomicInteger();
        private final AtomicBoolean woken = new AtomicBoolean();

        private Lane(EventLoop eventLoop) {
            this.eventLoop = eventLoop;
        }

        /** Runs it on the event loop: at once when this is it, else behind what other threads handed over before. */
        void execute(Runnable task) {
            if (eventLoop.inEventLoop()) {
                task.run();
                return;
            }
            waiting.add(task);
            if (size.incrementAndGet() >= ENOUGH || !gathering) {
                wake();
            }
        }

        private void wakeIfWaited() {
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
            // First, so that what is added while the last one is looked for wakes the loop again.
            woken.set(false);
            for (var task = waiting.poll(); task != null; task = waiting.poll()) {
                size.decrementAndGet();
                task.run();
            }
        }
    }
}
