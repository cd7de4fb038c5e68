package io.kakuremichi.control.presence;

import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.database.DatabaseFailures;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes who is online. One thread owns all writing, so that whatever waits while a transaction commits shares the next
 * one: a storm of thousands of connections is a few dozen statements.
 *
 * <p>Promises: an {@link Admission.Accepted} is given after its commit; a {@link #leave} ends exactly the session it names
 * and never a newer one; leaves that the database did not take are tried again until it does. After a lease that ran out
 * or a write that failed, every session is asserted online again. A session that is no longer its client's newest one is
 * found at the latest when something of it is written, and ended.
 */
@ApplicationScoped
public class Presence {
    private static final Logger LOG = Logger.getLogger(Presence.class);
    private static final int BATCH = 500;

    /** Of what nobody waits for: rather one long statement than many. */
    private static final int LARGE_BATCH = 10_000;

    private static final int QUEUE = 50_000;
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(1);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    private final PresenceTable table;
    private final Arrivals arrivals;
    private final Leases leases;
    private final LiveSessions sessions;
    private final Duration tick;
    private final boolean onlyReplica;
    private final BlockingQueue<PresenceRequest> requests = new ArrayBlockingQueue<>(QUEUE);

    /** Leaves not yet written, by session; confined to the writer's thread. Never more than sessions at an outage. */
    private final Map<UUID, PresenceRequest.Leave> leaving = new LinkedHashMap<>();

    /**
     * What clients said of themselves and is not yet written, by session; confined to the writer's thread. Never more than sessions
     * at an outage.
     */
    private final Map<UUID, LiveSessions.Report> reports = new LinkedHashMap<>();

    /** Sessions whose clients are expected elsewhere; never more than there are when this replica stops. */
    private final Set<UUID> handedOver = ConcurrentHashMap.newKeySet();

    /** Whether the next renewal asserts every session, not only those of which something is new. */
    private final AtomicBoolean checkAll = new AtomicBoolean();

    /** Whether what the database says of this replica's sessions is to be forgotten before that. */
    private final AtomicBoolean forget = new AtomicBoolean();

    private volatile State state = State.STARTING;

    /** Confined to the writer's thread. */
    private boolean running = true;

    private long nextTick;

    private final Thread writer = Thread.ofVirtual().name("presence").unstarted(this::write);

    Presence(PresenceTable table, Leases leases, LiveSessions sessions, ControlConfig config) {
        this.table = table;
        this.arrivals = new Arrivals(table);
        this.leases = leases;
        this.sessions = sessions;
        this.tick = config.presence().interval();
        this.onlyReplica = config.database().embedded();
    }

    void start(@Observes @Priority(100) StartupEvent event) throws SQLException {
        // The embedded database belongs to this process alone, so whoever it says is online was left over by a crash.
        // With an external one, the dead process' lease tells, at most its length from now.
        if (onlyReplica) {
            leases.endAll();
        }
        leases.renew();
        state = State.WRITABLE;
        writer.start();
    }

    /** Whether it can be written who is online. From memory; any thread. */
    State state() {
        return state;
    }

    /** How many requests wait to be written. Any thread. */
    int waiting() {
        return requests.size();
    }

    /**
     * Brings a client online.
     *
     * @return completes after the commit; exceptionally when the database is away or too many wait
     */
    public CompletableFuture<Admission> arrive(Arrival arrival) {
        var request = new PresenceRequest.Arrive(arrival, new CompletableFuture<>());
        if (!requests.offer(request)) {
            request.answer().completeExceptionally(new RejectedExecutionException("too many arrivals wait"));
        }
        return request.answer();
    }

    /**
     * The session is about to end because this replica stops. Its client is expected on another one within seconds, so that it
     * stays online until this replica's lease ends. Any thread.
     */
    public void handOver(UUID sessionId) {
        handedOver.add(sessionId);
    }

    /** Makes sure soon that every session is still its client's newest one: word of another one may have been lost. Any thread. */
    public void check() {
        checkAll.set(true);
        if (!requests.offer(new PresenceRequest.Renew())) {
            LOG.debug("The check waits for the next renewal");
        }
    }

    /**
     * The database has another history, in which this replica may have sessions that ended long ago: only those that are live
     * are to be online. Any thread.
     */
    public void startAnew() {
        forget.set(true);
        check();
    }

    /**
     * Takes a session offline, unless the client has a newer one. Never blocks for long; any thread.
     *
     * @param clientId null when the answer to its arrival is not known: then it takes the database a look at every client
     */
    public void leave(UUID sessionId, @Nullable UUID clientId) {
        if (handedOver.contains(sessionId)) {
            return;
        }
        var leave = new PresenceRequest.Leave(sessionId, clientId);
        if (!requests.offer(leave)) {
            // The lease's touch would keep it online for good, so this one is worth a wait.
            Thread.startVirtualThread(() -> put(leave));
        }
    }

    /** Keeps what a client said of itself before its session ended. Any thread; given up when too much waits. */
    public void report(LiveSessions.Report report) {
        requests.offer(new PresenceRequest.Report(report));
    }

    private void put(PresenceRequest request) {
        try {
            requests.put(request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        nextTick = System.nanoTime() + tick.toNanos();
        while (running) {
            try {
                var first = requests.poll(nextTick - System.nanoTime(), TimeUnit.NANOSECONDS);
                // Before anybody comes online: after a standstill there may be no lease any more.
                if (System.nanoTime() - nextTick >= 0) {
                    renew();
                }
                if (first != null) {
                    write(batch(first));
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("Presence could not be written", e);
            }
        }
    }

    private List<PresenceRequest> batch(PresenceRequest first) {
        var batch = new ArrayList<PresenceRequest>();
        batch.add(first);
        requests.drainTo(batch, BATCH - 1);
        return batch;
    }

    /** In order, but a key that comes twice starts another statement: one statement can't write a row twice. */
    private void write(List<PresenceRequest> batch) {
        var together = new ArrayList<PresenceRequest.Arrive>();
        var keys = new HashSet<Object>();
        for (var request : batch) {
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
                case PresenceRequest.Report(var report) -> reports.put(report.sessionId(), report);
                case PresenceRequest.Renew() -> nextTick = System.nanoTime();
                case PresenceRequest.Stop() -> running = false;
            }
        }
        // Arrivals first: a leave in the same batch may be about one of them, never the other way round.
        arrivals.write(together);
        leave();
    }

    private void leave() {
        if (leaving.isEmpty()) {
            return;
        }
        try {
            table.leave(leaving.values());
            leaving.clear();
        } catch (SQLException e) {
            failed(e);
        }
    }

    private void renew() {
        leave();
        nextTick = System.nanoTime() + tick.toNanos();
        var all = checkAll.getAndSet(false);
        var anew = forget.getAndSet(false);
        try {
            if (anew) {
                leases.endOwn();
            }
            var tookForDead = !leases.renew();
            touch(all || tookForDead ? sessions.all() : sessions.touched());
            writeReports();
            leases.endDead();
            if (tookForDead) {
                LOG.warn("This replica was taken for dead, its clients are online again");
                // Once more: a statement that found no lease may have been under way while the sessions were touched.
                checkAll.set(true);
            }
            if (state != State.WRITABLE) {
                state = State.WRITABLE;
                LOG.info("Presence is written again");
            }
        } catch (SQLException e) {
            // What was taken from the sessions may not be written, and the lease may run out meanwhile.
            checkAll.set(true);
            forget.compareAndSet(false, anew);
            nextTick = System.nanoTime() + Math.min(tick.toNanos(), LONGEST_RETRY.toNanos());
            failed(e);
        }
    }

    private void writeReports() throws SQLException {
        sessions.reported().forEach(report -> reports.put(report.sessionId(), report));
        var rest = List.copyOf(reports.values());
        while (!rest.isEmpty()) {
            var size = Math.min(LARGE_BATCH, rest.size());
            table.report(rest.subList(0, size));
            rest = rest.subList(size, rest.size());
        }
        reports.clear();
    }

    private void touch(Collection<LiveSessions.Touch> touches) throws SQLException {
        var rest = List.copyOf(touches);
        while (!rest.isEmpty()) {
            var size = Math.min(LARGE_BATCH, rest.size());
            table.touch(rest.subList(0, size)).forEach(sessions::moved);
            rest = rest.subList(size, rest.size());
        }
    }

    /** Logged once an outage. */
    private void failed(SQLException e) {
        var readOnly = DatabaseFailures.isReadOnly(e);
        if (readOnly) {
            table.dropConnections();
        }
        if (state == State.WRITABLE) {
            LOG.warnf("Presence can't be written, tried again until it can: %s", e.getMessage());
        }
        state = readOnly ? State.READ_ONLY : State.AWAY;
    }

    /**
     * After the sessions were closed: writes what they left in the queue and hands the lease back, in time for clients to come
     * back elsewhere. The writer is asked, not interrupted, which would close its connection under it.
     */
    void stop(@Observes @Priority(9000) ShutdownEvent event) throws InterruptedException {
        put(new PresenceRequest.Stop());
        writer.join(STOP_PATIENCE);
        try {
            leases.handBack();
        } catch (SQLException e) {
            LOG.warnf("The lease was not handed back and will run out: %s", e.getMessage());
        }
    }

    /** Whether presence can be written. */
    enum State {
        /** Nothing was written yet. */
        STARTING,
        /** It is written. */
        WRITABLE,
        /** The database takes no writes, as a standby does. */
        READ_ONLY,
        /** The last write failed otherwise. */
        AWAY
    }
}
