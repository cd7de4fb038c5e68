package io.kakuremichi.control.session.outbound;

import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Measures the fan-out of one change: from its commit to the last socket to which it was written. Any thread. */
final class FanoutTime {
    private final Timer timer;
    private final Span span;
    private final long committedAt;

    /** The number of messages under way, plus one until {@link #allSent}. */
    private final AtomicInteger open = new AtomicInteger(1);

    private volatile boolean used;

    /**
     * @param span ends with the measurement; without a message it is dropped
     * @param committedAt {@link System#nanoTime}
     */
    FanoutTime(Timer timer, Span span, long committedAt) {
        this.timer = timer;
        this.span = span;
        this.committedAt = committedAt;
    }

    /** One more message is under way. */
    void sending() {
        used = true;
        open.incrementAndGet();
    }

    /** No more messages follow. */
    void allSent() {
        finished();
    }

    /** A message was written or never will be. */
    void finished() {
        if (open.decrementAndGet() == 0 && used) {
            timer.record(System.nanoTime() - committedAt, TimeUnit.NANOSECONDS);
            span.end();
        }
    }
}
