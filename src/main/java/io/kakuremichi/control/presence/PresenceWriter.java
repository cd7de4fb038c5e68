package io.kakuremichi.control.presence;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.database.BatchWrite;
import io.kakuremichi.control.database.DatabaseFailures;
import io.kakuremichi.control.database.Watchdog;
import io.kakuremichi.control.state.StateHints;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The thread that writes presence. It alone writes, so that all requests which wait while a transaction commits share the next one.
 *
 * <p>Each turn takes a batch of requests: arrivals are written first, then leaves. Each interval it renews the lease, and writes what
 * sessions have received and reported. What could not be written is kept and tried again.
 *
 * <p>Threads: other threads call only {@link #start}, {@link #awaitEnd}, {@link #state} and the two that set flags. All other methods
 * and fields belong to the writing thread. That is a platform thread, since it lives as long as the process.
 */
@Singleton
class PresenceWriter {
    private static final Logger LOG = Logger.getLogger(PresenceWriter.class);

    /** Requests of one transaction, whose callers wait. */
    private static final int BATCH = 500;

    /** Rows of one statement for which no caller waits: few long statements cost less than many short ones. */
    private static final int LARGE_BATCH = 10_000;

    private static final Duration LONGEST_RETRY = Duration.ofSeconds(1);

    private final PresenceTable table;
    private final Arrivals arrivals;
    private final Leases leases;
    private final LiveSessions sessions;
    private final Duration interval;

    /** Leaves not yet written, by session; at most one for each session of an outage. */
    private final Map<UUID, PresenceRequest.Leave> leaving = new LinkedHashMap<>();

    /** Reports not yet written, by session; at most one for each session of an outage. */
    private final Map<UUID, LiveSessions.Report> reports = new LinkedHashMap<>();

    /** Whether the next renewal writes every session, and not only those that changed. */
    private final AtomicBoolean writeAll = new AtomicBoolean();

    /** Whether the next renewal first takes offline every session that the database has of this replica. */
    private final AtomicBoolean endOwn = new AtomicBoolean();

    private volatile PresenceState state = PresenceState.STARTING;
    private boolean running = true;
    private long nextRenewal;
    private volatile @Nullable Thread thread;
    private final Watchdog.Activity activity;

    PresenceWriter(
            PresenceTable table,
            ArrivalStatement arrive,
            Leases leases,
            LiveSessions sessions,
            AgroalDataSource pool,
            StateHints hints,
            Watchdog watchdog,
            ControlConfig config) {
        this.table = table;
        this.arrivals = new Arrivals(arrive, hints);
        this.leases = leases;
        this.sessions = sessions;
        this.interval = config.presence().interval();
        // Closes the connection that the thread waits on, among all others of the pool: its statement fails and is
        // tried again.
        this.activity =
                watchdog.watch("presence's writer", () -> thread, () -> pool.flush(AgroalDataSource.FlushMode.ALL));
    }

    /** Renews the lease for the first time, and starts to write the requests of this queue. Called once. */
    void start(BlockingQueue<PresenceRequest> requests) throws SQLException {
        leases.renew();
        state = PresenceState.WRITABLE;
        thread = Thread.ofPlatform().daemon().name("presence").start(() -> write(requests));
    }

    /** Waits for the end that a {@link PresenceRequest.Stop} causes, at most this long. */
    void awaitEnd(Duration patience) throws InterruptedException {
        var writing = thread;
        if (writing != null) {
            writing.join(patience);
        }
    }

    /** Whether presence can be written, as of the last attempt. Any thread. */
    PresenceState state() {
        return state;
    }

    /** Makes the next renewal write every session. Any thread. */
    void writeAllSessions() {
        writeAll.set(true);
    }

    /** Makes the next renewal take offline all sessions of this replica before it writes those that are live. Any thread. */
    void endOwnSessions() {
        endOwn.set(true);
    }

    private void write(BlockingQueue<PresenceRequest> requests) {
        nextRenewal = System.nanoTime() + interval.toNanos();
        while (running) {
            try {
                activity.idle();
                var first = requests.poll(nextRenewal - System.nanoTime(), TimeUnit.NANOSECONDS);
                activity.busy();
                // Before arrivals: after a standstill of the process the lease may have run out.
                if (System.nanoTime() - nextRenewal >= 0) {
                    renew();
                }
                if (first != null) {
                    write(RequestBatch.of(first, requests, BATCH));
                }
            } catch (InterruptedException e) {
                return;
            } catch (Throwable e) {
                // Also an error of linking or of memory: without this thread no client could connect any more.
                LOG.error("Presence could not be written", e);
            }
        }
        writeLastReports();
    }

    /**
     * Writes the leaves of other sessions first, then the rest in order. A second arrival with the same key starts another statement,
     * because one statement can't write a row twice.
     */
    private void write(RequestBatch batch) {
        // Before the arrivals: a client that left and comes back takes nothing over.
        batch.leavesOfOthers().forEach(leave -> leaving.put(leave.sessionId(), leave));
        leave();
        var together = new ArrayList<PresenceRequest.Arrive>();
        var keys = new HashSet<Object>();
        for (var request : batch.rest()) {
            switch (request) {
                case PresenceRequest.Arrive arrive -> {
                    if (!keys.add(arrive.arrival().keyHash())) {
                        arrivals.write(together);
                        together.clear();
                        keys.clear();
                        keys.add(arrive.arrival().keyHash());
                    }
                    together.add(arrive);
                }
                case PresenceRequest.Leave leave -> leaving.put(leave.sessionId(), leave);
                case PresenceRequest.Draining() -> announceDraining();
                case PresenceRequest.StoreReport(var report) -> reports.put(report.sessionId(), report);
                case PresenceRequest.Renew() -> nextRenewal = System.nanoTime();
                case PresenceRequest.Stop() -> running = false;
            }
        }
        // Before the leaves of the same sessions; no arrival follows its own leave.
        arrivals.write(together);
        leave();
    }

    private void announceDraining() {
        try {
            leases.stopping();
        } catch (SQLException e) {
            failed(e);
        }
    }

    private void leave() {
        if (leaving.isEmpty()) {
            return;
        }
        try {
            BatchWrite.execute(
                    List.copyOf(leaving.values()),
                    table::leave,
                    (leave, reason) -> dropped("the end of session", leave.sessionId(), reason));
            leaving.clear();
        } catch (SQLException e) {
            failed(e);
        } catch (RuntimeException e) {
            // Not thrown: the batch has other requests. The leaves are tried again.
            LOG.error("The ends of sessions could not be written", e);
        }
    }

    /** Writes what clients reported since the last renewal, so that the next replica knows which configurations they have. */
    private void writeLastReports() {
        try {
            writeReports();
        } catch (SQLException e) {
            failed(e);
        }
    }

    private void renew() {
        leave();
        nextRenewal = System.nanoTime() + interval.toNanos();
        var all = writeAll.getAndSet(false);
        var endOwnFirst = endOwn.getAndSet(false);
        try {
            if (endOwnFirst) {
                leases.endOwn();
            }
            var declaredDead = !leases.renew();
            touch(all || declaredDead ? sessions.all() : sessions.touched());
            writeReports();
            leases.endDead();
            if (declaredDead) {
                LOG.warn("Another replica declared this one dead; its clients are online again");
                // Once more: another replica's statement that found no lease may have run while this one wrote
                // its sessions.
                writeAll.set(true);
            }
            if (state != PresenceState.WRITABLE) {
                state = PresenceState.WRITABLE;
                LOG.info("Presence is written again");
            }
        } catch (SQLException e) {
            // The changes taken from the sessions may be lost, and the lease may run out before the next attempt.
            writeAll.set(true);
            endOwn.compareAndSet(false, endOwnFirst);
            nextRenewal = System.nanoTime() + Math.min(interval.toNanos(), LONGEST_RETRY.toNanos());
            failed(e);
        }
    }

    private void writeReports() throws SQLException {
        sessions.reported().forEach(report -> reports.put(report.sessionId(), report));
        var rest = List.copyOf(reports.values());
        while (!rest.isEmpty()) {
            var size = Math.min(LARGE_BATCH, rest.size());
            BatchWrite.execute(rest.subList(0, size), table::report, (report, reason) -> {
                reports.remove(report.sessionId());
                dropped("what client=%s reported in session".formatted(report.clientId()), report.sessionId(), reason);
            });
            rest = rest.subList(size, rest.size());
        }
        reports.clear();
    }

    private void touch(Collection<LiveSessions.Touch> touches) throws SQLException {
        var rest = List.copyOf(touches);
        while (!rest.isEmpty()) {
            var size = Math.min(LARGE_BATCH, rest.size());
            BatchWrite.execute(
                    rest.subList(0, size),
                    rows -> table.touch(rows).forEach(sessions::takenOver),
                    (touch, reason) -> dropped("the activity of session", touch.sessionId(), reason));
            rest = rest.subList(size, rest.size());
        }
    }

    /** Logs a row that the database refuses; tried again, it would fail again and delay all others. */
    private static void dropped(String what, UUID sessionId, SQLException reason) {
        LOG.warnf("The database refuses %s sessionId=%s, which is dropped: %s", what, sessionId, reason.getMessage());
    }

    /** Logs the first failure of an outage. */
    private void failed(SQLException e) {
        var readOnly = DatabaseFailures.isReadOnly(e);
        if (readOnly) {
            table.dropConnections();
        }
        if (state == PresenceState.WRITABLE) {
            LOG.warnf("Presence can't be written, tried again until it can: %s", e.getMessage());
        }
        state = readOnly ? PresenceState.READ_ONLY : PresenceState.AWAY;
    }
}
