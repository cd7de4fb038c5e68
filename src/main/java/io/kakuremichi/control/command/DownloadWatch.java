package io.kakuremichi.control.command;

import io.kakuremichi.control.command.output.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.text.NumberFormat;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Watches a download: shows progress on a terminal every second, and aborts the download when no data arrives, because
 * the HTTP client would wait forever. The reading thread calls {@link #count} and {@link #close}.
 */
final class DownloadWatch implements AutoCloseable {
    private final InputStream input;
    private final Duration timeout;
    private final Shell shell;
    private final AtomicLong bytes = new AtomicLong();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stalled;

    DownloadWatch(InputStream input, Duration timeout, Shell shell) {
        this.input = input;
        this.timeout = timeout;
        this.shell = shell;
        Thread.ofVirtual().name("download-watch").start(this::watch);
    }

    void count(int received) {
        bytes.addAndGet(received);
    }

    long bytes() {
        return bytes.get();
    }

    /** Whether the watch aborted the download. */
    boolean isStalled() {
        return stalled;
    }

    @Override
    public void close() {
        ended.countDown();
    }

    private void watch() {
        try {
            var before = -1L;
            var quietSince = System.nanoTime();
            while (!ended.await(1, TimeUnit.SECONDS)) {
                var now = bytes.get();
                if (now != before) {
                    before = now;
                    quietSince = System.nanoTime();
                    show(now);
                } else if (System.nanoTime() - quietSince >= timeout.toNanos()) {
                    stalled = true;
                    input.close();
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // Closing the stream makes the reader's call fail, even if close itself fails.
        }
    }

    /** A number with its digits in groups of three. */
    static String grouped(long number) {
        return NumberFormat.getIntegerInstance(Locale.ROOT).format(number);
    }

    private void show(long now) {
        if (shell.terminal()) {
            shell.err().print(grouped(now) + " bytes\r");
            shell.err().flush();
        }
    }
}
