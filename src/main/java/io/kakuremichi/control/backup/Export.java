package io.kakuremichi.control.backup;

import io.kakuremichi.control.audit.Outcome;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * One backup on its way to a caller.
 *
 * <p>The status is sent before the first row is, so a failure can't be told by it: the connection is cut instead, before the
 * end of the answer, and no client takes what it got for all of it. The archive itself is incomplete then, too.
 */
final class Export {
    private static final Logger LOG = Logger.getLogger(Export.class);

    /** Whoever takes longer keeps the database from tidying up. A connection that takes nothing at all is cut long before. */
    private static final Duration LIMIT = Duration.ofMinutes(30);

    /** Longer than a connection may take nothing. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Exports exports;
    private final Snapshot snapshot;
    private final RoutingContext call;
    private final String address;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final CountDownLatch gone = new CountDownLatch(1);

    Export(Exports exports, Snapshot snapshot, RoutingContext call, String address) {
        this.exports = exports;
        this.snapshot = snapshot;
        this.call = call;
        this.address = address;
        // The caller may be gone before anything is asked to be written. The event loop must not wait for the database.
        call.addEndHandler(done -> {
            gone.countDown();
            if (taken.compareAndSet(false, true)) {
                Thread.startVirtualThread(() -> end(Outcome.FAILED));
            }
        });
    }

    long revision() {
        return snapshot.revision();
    }

    /** Writes the archive, once. */
    void writeTo(OutputStream out) throws IOException {
        if (!taken.compareAndSet(false, true)) {
            throw new IOException("the caller is gone");
        }
        var timer = call.vertx().setTimer(LIMIT.toMillis(), fired -> cut());
        try {
            var rows = snapshot.writeTo(out, exports.keys(), exports.version());
            LOG.infof("A backup was taken revision=%d rows=%d", snapshot.revision(), rows);
            end(Outcome.SUCCESS);
        } catch (IOException | SQLException | RuntimeException e) {
            LOG.warnf("A backup was cut off revision=%d: %s", snapshot.revision(), e.getMessage());
            end(Outcome.FAILED);
            cut();
            awaitGone();
            throw new IOException("the backup was cut off", e);
        } finally {
            call.vertx().cancelTimer(timer);
        }
    }

    private void cut() {
        call.request().connection().close();
    }

    /**
     * The framework resets a response whose body failed. It must not come before the connection's end is noticed: nobody who
     * waits for the end of the call would be told of it any more.
     */
    private void awaitGone() {
        try {
            if (!gone.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.debug("The caller of a backup that was cut off takes nothing");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(Outcome outcome) {
        try {
            snapshot.close();
        } catch (SQLException e) {
            LOG.debugf(e, "The transaction of a backup");
        } finally {
            exports.ended(call, address, outcome);
        }
    }
}
