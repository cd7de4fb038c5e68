package io.kakuremichi.control.audit;

import io.kakuremichi.control.database.BatchWrite;
import io.kakuremichi.control.database.Watchdog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes entries outside transactions, on a thread of its own. While the database is not available, entries wait in a
 * bounded queue; when it is full, new entries are dropped and counted. At the stop, waiting entries are written once
 * more or lost.
 */
@Singleton
class AuditWriter {
    private static final Logger LOG = Logger.getLogger(AuditWriter.class);
    private static final int ROOM = 4_096;
    private static final int BATCH = 256;
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);
    private static final Duration LAST_WRITE = Duration.ofSeconds(5);

    private final AuditTable table;
    private final BlockingQueue<AuditTable.Row> waiting = new ArrayBlockingQueue<>(ROOM);
    private final AtomicLong dropped = new AtomicLong();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Counter lostEntries;
    private final Watchdog.Activity activity;
    private volatile @Nullable Thread thread;

    AuditWriter(AuditTable table, Watchdog watchdog, MeterRegistry metrics) {
        this.table = table;
        this.activity = watchdog.watch("audit's writer", () -> thread, this::begin);
        this.lostEntries = Counter.builder("kakuremichi.audit.lost")
                .description("Audit entries that were not written")
                .register(metrics);
    }

    void start(@Observes StartupEvent event) {
        begin();
    }

    /** A thread that had the task before ends with the batch it has. */
    private void begin() {
        var fresh = Thread.ofPlatform().name("audit-writer").daemon().unstarted(this::run);
        thread = fresh;
        activity.idle();
        fresh.start();
    }

    /** Late, because components that stop earlier may still record entries. */
    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownEvent event) throws InterruptedException {
        stopping.countDown();
        var writing = thread;
        if (writing != null) {
            writing.interrupt();
            writing.join(LAST_WRITE);
        }
    }

    void offer(AuditEntry entry) {
        if (waiting.offer(AuditTable.Row.of(entry))) {
            return;
        }
        lostEntries.increment();
        if (dropped.getAndIncrement() == 0) {
            LOG.warnf("More than %s audit entries wait for the database; further ones are dropped", ROOM);
        }
    }

    private void run() {
        var batch = new ArrayList<AuditTable.Row>(BATCH);
        while (stopping.getCount() > 0 && Thread.currentThread() == thread) {
            try {
                if (batch.isEmpty()) {
                    batch.add(waiting.take());
                    waiting.drainTo(batch, BATCH - 1);
                }
                activity.busy();
                write(batch);
                batch.clear();
                activity.idle();
            } catch (InterruptedException e) {
                // Interrupted by the stop; the loop's condition ends the thread.
            } catch (SQLException e) {
                // The stop may interrupt the wait for a connection; these entries are then part of the last write.
                if (stopping.getCount() > 0) {
                    LOG.warnf("Audit entries could not be written and are retried: %s", e.getMessage());
                }
                activity.idle();
                pause();
            } catch (Throwable e) {
                // Also an error of linking or of memory: this thread is the only one that writes.
                LOG.error("Audit entries could not be written and are retried", e);
                activity.idle();
                pause();
            }
        }
        writeLast(batch);
    }

    private void write(List<AuditTable.Row> batch) throws SQLException {
        BatchWrite.execute(batch, table::insert, this::drop);
        var lost = dropped.getAndSet(0);
        if (lost > 0) {
            LOG.warnf("%s audit entries were dropped while the database was not available", lost);
        }
    }

    private void drop(AuditTable.Row row, SQLException reason) {
        lostEntries.increment();
        LOG.errorf(
                "The database refuses an audit entry action=%s at=%s, which is dropped: %s",
                row.entry().action(), row.entry().at(), reason.getMessage());
    }

    private void writeLast(List<AuditTable.Row> batch) {
        // Clear the interrupt, which has served its purpose; otherwise the driver would react to it.
        Thread.interrupted();
        waiting.drainTo(batch);
        if (batch.isEmpty()) {
            return;
        }
        try {
            write(batch);
        } catch (SQLException | RuntimeException e) {
            lostEntries.increment(batch.size());
            LOG.warnf("%s audit entries are lost: %s", batch.size(), e.getMessage());
        }
    }

    private void pause() {
        try {
            stopping.await(BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // Interrupted by the stop; the loop's condition ends the thread.
        }
    }
}
