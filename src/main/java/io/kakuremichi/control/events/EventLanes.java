package io.kakuremichi.control.events;

import io.netty.channel.EventLoop;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The readers by the event loops that own their sockets. An event wakes each loop once, whatever the number of readers; the loops do the
 * work for each reader. Any thread.
 */
@Singleton
class EventLanes {
    private final Map<EventLoop, Lane> lanes = new ConcurrentHashMap<>();

    /** Adds a reader to the lane of its event loop. */
    void add(EventReader reader) {
        lanes.computeIfAbsent(reader.eventLoop(), Lane::new).readers.add(reader);
    }

    void remove(EventReader reader) {
        var lane = lanes.get(reader.eventLoop());
        if (lane != null) {
            lane.readers.remove(reader);
        }
    }

    /** The chain has new events. */
    void wake() {
        lanes.values().forEach(Lane::wake);
    }

    /** Runs a task for each reader, on its event loop. */
    void each(Consumer<EventReader> task) {
        lanes.values().forEach(lane -> lane.execute(() -> lane.readers.forEach(task)));
    }

    private static final class Lane {
        private final EventLoop loop;
        private final Set<EventReader> readers = ConcurrentHashMap.newKeySet();
        private final AtomicBoolean woken = new AtomicBoolean();

        Lane(EventLoop loop) {
            this.loop = loop;
        }

        private void wake() {
            if (!readers.isEmpty() && woken.compareAndSet(false, true)) {
                execute(this::pump);
            }
        }

        private void pump() {
            // First, so that an event that is appended during the last pump wakes the loop again.
            woken.set(false);
            readers.forEach(EventReader::pump);
        }

        private void execute(Runnable task) {
            try {
                loop.execute(task);
            } catch (RejectedExecutionException e) {
                // The server has stopped, and its sockets are closed.
                readers.clear();
            }
        }
    }
}
