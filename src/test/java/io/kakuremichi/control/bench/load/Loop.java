package io.kakuremichi.control.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** The one thread that serves all sockets. Everything but {@link #execute} belongs to it. */
final class Loop implements Runnable {
    private static final int INBOUND = 512 * 1024;

    private final Selector selector;
    private final ByteBuffer inbound = ByteBuffer.allocateDirect(INBOUND);
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private Ticker ticker = now -> Ticker.NEVER;
    private long busyNanos;
    private long longestNanos;

    Loop() throws IOException {
        selector = Selector.open();
    }

    /** Does something at its time. */
    interface Ticker {
        long NEVER = Long.MAX_VALUE;

        /** Returns in how many nanoseconds it wants to be called again, or {@link #NEVER}. */
        long tick(long now);
    }

    /** Any thread. */
    void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    void tick(Ticker next) {
        ticker = next;
    }

    Selector selector() {
        return selector;
    }

    /** Emptied by its reader before the next use. */
    ByteBuffer inbound() {
        return inbound.clear();
    }

    /** Begins to count anew how busy it is. */
    void resetLoad() {
        busyNanos = 0;
        longestNanos = 0;
    }

    double busyMs() {
        return busyNanos / 1e6;
    }

    double lagMs() {
        return longestNanos / 1e6;
    }

    @Override
    public void run() {
        try {
            while (selector.isOpen()) {
                var began = System.nanoTime();
                var wait = turn(began);
                var took = System.nanoTime() - began;
                busyNanos += took;
                longestNanos = Math.max(longestNanos, took);
                select(wait);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private long turn(long now) {
        for (var key : selector.selectedKeys()) {
            ((Wire) key.attachment()).ready(key);
        }
        selector.selectedKeys().clear();
        for (var task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        return ticker.tick(now);
    }

    private void select(long waitNanos) throws IOException {
        if (waitNanos == Ticker.NEVER) {
            selector.select();
        } else if (waitNanos < TimeUnit.MILLISECONDS.toNanos(1)) {
            selector.selectNow();
        } else {
            selector.select(TimeUnit.NANOSECONDS.toMillis(waitNanos));
        }
    }

    static boolean isReadable(SelectionKey key) {
        return key.isValid() && key.isReadable();
    }
}
