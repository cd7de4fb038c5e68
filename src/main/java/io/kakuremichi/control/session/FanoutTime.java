package io.kakuremichi.control.session;

import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Measures one change: from its commit to the last socket it was written to. Any thread. */
final class FanoutTime {
    private final Timer timer;
    private final Span span;
    private final long committedAt;

    /** One more than there are messages on their way, until {@link #allGiven}. */
    private final AtomicInteger open = new AtomicInteger(1);

    private volatile boolean used;

    /**
     * @param span ended with the measurement; one that measures nothing is forgotten
     * @param committedAt {@link System#nanoTime}
     */
    FanoutTime(Timer timer, Span span, long committedAt) {
        this.span = span;
        this.timer = timer;
        this.committedAt = committedAt;
    }

    /** A message is on its way to one more socket. */
    void given() {
        used = true;
        open.incrementAndGet();
    }

    /** There will be no more. */
    void allGiven() {
        over();
    }

    /** A message was written, or never will be. */
    void over() {
        if (open.decrementAndGet() == 0 && used) {
            timer.record(System.nanoTime() - committedAt, TimeUnit.NANOSECONDS);
            span.end();
        }
    }
}
