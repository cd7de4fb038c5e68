package io.kakuremichi.control.presence;

import io.kakuremichi.control.platform.ControlConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Writes who is online. One thread owns all writing, so that whatever waits while a transaction commits shares the next
 * one: a storm of thousands of connections is a few dozen statements.
 *
 * <p>Promises: an {@link Admission.Accepted} is given after its commit; a {@link #leave} ends exactly the session it names
 * and never a newer one; leaves that the database did not take are tried again until it does.
 */
@ApplicationScoped
public class Presence {
    private static final Logger LOG = Logger.getLogger(Presence.class);
    private static final int BATCH = 500;
    private static final int QUEUE = 50_000;
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    private final PresenceTable table;
    private final LiveSessions sessions;
    private final Duration tick;
    private final boolean onlyReplica;
    private final BlockingQueue<Request> requests = new ArrayBlockingQueue<>(QUEUE);

    /** Leaves not yet written, by session; confined to the writer's thread. Never more than sessions at an outage. */
    private final Map<UUID, Request.Leave> leaving = new LinkedHashMap<>();

    /** What clients said of themselves and is not yet written, by session; confined to the writer's thread. */
    private final Map<UUID, LiveSessions.Report> reports = new LinkedHashMap<>();

    private boolean failing;
    /** Confined to the writer's thread. */
    private boolean running = true;

    private final Thread writer = Thread.ofVirtual().name("presence").unstarted(this::write);

    Presence(PresenceTable table, LiveSessions sessions, ControlConfig config) {
        this.table = table;
        this.sessions = sessions;
        this.tick = config.presence().interval();
        this.onlyReplica = config.database().embedded();
    }

    void start(@Observes @Priority(100) StartupEvent event) throws SQLException {
        // The embedded database belongs to this process alone, so whoever it says is online was left over by a crash.
        // With an external one, the dead process' lease tells, at most its length from now.
        if (onlyReplica) {
            table.allOffline();
        }
        table.renew(List.of());
        writer.start();
    }

    /**
     * Brings a client online.
     *
     * @return completes after the commit; exceptionally when the database is away or too many wait
     */
    public CompletableFuture<Admission> arrive(Arrival arrival) {
        var request = new Request.Arrive(arrival, new CompletableFuture<>());
        if (!requests.offer(request)) {
            request.answer().completeExceptionally(new RejectedExecutionException("too many arrivals wait"));
        }
        return request.answer();
    }

    /** Takes a session offline, unless the client has a newer one. Never blocks for long; any thread. */
    public void leave(UUID sessionId) {
        if (!requests.offer(new Request.Leave(sessionId))) {
            // The lease's touch would keep it online for good, so this one is worth a wait.
            Thread.startVirtualThread(() -> put(new Request.Leave(sessionId)));
        }
    }

    /** Keeps what a client said of itself before its session ended. Any thread; given up when too much waits. */
    public void report(LiveSessions.Report report) {
        requests.offer(new Request.Report(report));
    }

    private void put(Request request) {
        try {
            requests.put(request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        var nextTick = System.nanoTime() + tick.toNanos();
        while (running) {
            try {
                var first = requests.poll(nextTick - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (first != null) {
                    write(batch(first));
                }
                if (System.nanoTime() - nextTick >= 0) {
                    renew();
                    nextTick = System.nanoTime() + tick.toNanos();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("Presence could not be written", e);
            }
        }
    }

    private List<Request> batch(Request first) {
        var batch = new ArrayList<Request>();
        batch.add(first);
        requests.drainTo(batch, BATCH - 1);
        return batch;
    }

    /** In order, but a key that comes twice starts another statement: one statement can't write a row twice. */
    private void write(List<Request> batch) {
        var arrivals = new ArrayList<Request.Arrive>();
        var keys = new HashSet<Object>();
        for (var request : batch) {
            switch (request) {
                case Request.Arrive arrive -> {
                    if (!keys.add(arrive.arrival().keyHash())) {
                        arrive(arrivals);
                        arrivals.clear();
                        keys.clear();
                        keys.add(arrive.arrival().keyHash());
                    }
                    arrivals.add(arrive);
                }
                case Request.Leave leave -> leaving.put(leave.sessionId(), leave);
                case Request.Report(var report) -> reports.put(report.sessionId(), report);
                case Request.Stop() -> running = false;
            }
        }
        // Arrivals first: a leave in the same batch may be about one of them, never the other way round.
        arrive(arrivals);
        leave();
    }

    private void arrive(List<Request.Arrive> arrivals) {
        if (arrivals.isEmpty()) {
            return;
        }
        try {
            var admissions =
                    table.arrive(arrivals.stream().map(Request.Arrive::arrival).toList());
            for (var each : arrivals) {
                each.answer().complete(admissions.getOrDefault(each.arrival().sessionId(), new Admission.Refused()));
            }
        } catch (SQLException e) {
            arriveOneByOne(arrivals, e);
        }
    }

    /** A client deleted at this very moment fails the statement it shares with others; they must not suffer for it. */
    private void arriveOneByOne(List<Request.Arrive> arrivals, SQLException failure) {
        for (var each : arrivals) {
            if (!PresenceTable.isForeignKeyViolation(failure)) {
                each.answer().completeExceptionally(failure);
                continue;
            }
            try {
                var admissions = table.arrive(List.of(each.arrival()));
                each.answer().complete(admissions.getOrDefault(each.arrival().sessionId(), new Admission.Refused()));
            } catch (SQLException e) {
                if (PresenceTable.isForeignKeyViolation(e)) {
                    each.answer().complete(new Admission.Refused());
                } else {
                    each.answer().completeExceptionally(e);
                }
            }
        }
    }

    private void leave() {
        if (leaving.isEmpty()) {
            return;
        }
        try {
            table.leave(leaving.keySet());
            leaving.clear();
        } catch (SQLException e) {
            failed(e);
        }
    }

    private void renew() {
        leave();
        try {
            table.renew(sessions.touched());
            writeReports();
            if (failing) {
                failing = false;
                LOG.info("Presence is written again");
            }
        } catch (SQLException e) {
            failed(e);
        }
    }

    private void writeReports() throws SQLException {
        sessions.reported().forEach(report -> reports.put(report.sessionId(), report));
        if (!reports.isEmpty()) {
            table.report(reports.values());
            reports.clear();
        }
    }

    /** Logged once an outage. */
    private void failed(SQLException e) {
        if (!failing) {
            failing = true;
            LOG.warnf("Presence can't be written, tried again every %d ms: %s", tick.toMillis(), e.getMessage());
        }
    }

    /**
     * After the sessions were closed: writes what they left in the queue and hands the lease back. The writer is asked, not
     * interrupted, which would close its connection under it.
     */
    void stop(@Observes @Priority(9000) ShutdownEvent event) throws InterruptedException {
        put(new Request.Stop());
        writer.join(STOP_PATIENCE);
        try {
            table.end();
        } catch (SQLException e) {
            LOG.warnf("The lease was not handed back and will run out: %s", e.getMessage());
        }
    }

    private sealed interface Request {
        record Arrive(Arrival arrival, CompletableFuture<Admission> answer) implements Request {}

        record Leave(UUID sessionId) implements Request {}

        record Report(LiveSessions.Report report) implements Request {}

        record Stop() implements Request {}
    }
}
