package io.kakuremichi.control.backup;

import io.kakuremichi.control.audit.AuditOutcome;
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
 * One backup that is streamed to a caller.
 *
 * <p>The status is sent before the first row, so it cannot report a later failure. Instead the connection is closed
 * before the end of the response, and no client mistakes the received part for the whole. The archive itself is then
 * incomplete as well.
 */
final class Export {
    private static final Logger LOG = Logger.getLogger(Export.class);

    /**
     * A longer export would keep the database from vacuuming. A connection that reads nothing at all is closed much
     * earlier.
     */
    private static final Duration LIMIT = Duration.ofMinutes(30);

    /** Longer than the time for which a connection may read nothing. */
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
        // The caller may disconnect before the first write. The event loop must not wait for the database.
        call.addEndHandler(done -> {
            gone.countDown();
            if (taken.compareAndSet(false, true)) {
                Thread.startVirtualThread(() -> end(AuditOutcome.FAILED));
            }
        });
    }

    long revision() {
        return snapshot.revision();
    }

    /** Writes the archive; may be called once. */
    void writeTo(OutputStream out) throws IOException {
        if (!taken.compareAndSet(false, true)) {
            throw new IOException("the caller has disconnected");
        }
        var timer = call.vertx().setTimer(LIMIT.toMillis(), fired -> closeConnection());
        try {
            var rows = snapshot.writeTo(out, exports.keys(), exports.version());
            LOG.infof("A backup was taken revision=%s rows=%s", snapshot.revision(), rows);
            end(AuditOutcome.SUCCESS);
        } catch (Throwable e) {
            // Also an error: the snapshot would stay open, and no other backup could begin.
            LOG.warnf("A backup was aborted revision=%s: %s", snapshot.revision(), e.getMessage());
            end(AuditOutcome.FAILED);
            closeConnection();
            awaitGone();
            throw new IOException("the backup was aborted", e);
        } finally {
            call.vertx().cancelTimer(timer);
        }
    }

    private void closeConnection() {
        call.request().connection().close();
    }

    /**
     * The framework resets a response whose body failed. Wait until the connection's end is noticed first; after a
     * reset the end handlers of the call would not run.
     */
    private void awaitGone() {
        try {
            if (!gone.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.debug("The caller of an aborted backup does not read");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(AuditOutcome outcome) {
        try {
            snapshot.close();
        } catch (SQLException e) {
            LOG.debugf(e, "Closing the transaction of a backup failed");
        } finally {
            exports.ended(call, address, outcome);
        }
    }
}
