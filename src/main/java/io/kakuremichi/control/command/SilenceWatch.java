package io.kakuremichi.control.command;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Closes a stream when nothing arrives for a time, because the HTTP client would wait forever. */
final class SilenceWatch implements AutoCloseable {
    private final InputStream stream;
    private final Duration silence;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile long heardAt = System.nanoTime();

    SilenceWatch(InputStream stream, Duration silence) {
        this.stream = stream;
        this.silence = silence;
        Thread.ofVirtual().name("silence-watch").start(this::watch);
    }

    /** Something arrived. */
    void heard() {
        heardAt = System.nanoTime();
    }

    private void watch() {
        try {
            while (!ended.await(1, TimeUnit.SECONDS)) {
                if (System.nanoTime() - heardAt > silence.toNanos()) {
                    stream.close();
                    return;
                }
            }
        } catch (IOException | InterruptedException e) {
            // The stream has ended.
        }
    }

    @Override
    public void close() {
        ended.countDown();
    }
}
