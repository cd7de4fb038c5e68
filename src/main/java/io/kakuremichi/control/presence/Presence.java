package io.kakuremichi.control.presence;

import io.kakuremichi.control.config.ControlConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Records which clients are online. Methods put requests into a bounded queue, from any thread; {@link PresenceWriter} writes them. A
 * storm of thousands of connections becomes a few dozen statements.
 *
 * <p>Promises: an {@link Admission.Accepted} is given after its commit. A {@link #leave} takes exactly the session it names offline,
 * never a newer one, and is tried again until the database accepts it. After a lease that ran out or a write that failed, every live
 * session is written online again. A session that is no longer its client's newest one is closed at the latest when the writer next
 * writes it.
 */
@ApplicationScoped
public class Presence {
    private static final Logger LOG = Logger.getLogger(Presence.class);
    private static final int QUEUE = 50_000;
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    private final PresenceWriter writer;
    private final Leases leases;
    private final boolean onlyReplica;
    private final BlockingQueue<PresenceRequest> requests = new ArrayBlockingQueue<>(QUEUE);

    /** Sessions whose clients are expected on another replica; at most those that were live when this replica began to stop. */
    private final Set<UUID> handedOver = ConcurrentHashMap.newKeySet();

    Presence(PresenceWriter writer, Leases leases, ControlConfig config) {
        this.writer = writer;
        this.leases = leases;
        this.onlyReplica = config.database().embedded();
    }

    void start(@Observes @Priority(100) StartupEvent event) throws SQLException {
        // The embedded database belongs to this process alone, so everything online in it was left over by a crash.
        // In an external one, leases show which replicas are dead.
        if (onlyReplica) {
            leases.endAll();
        }
        writer.start(requests);
    }

    /** Whether presence can be written. From memory; any thread. */
    PresenceState state() {
        return writer.state();
    }

    /** The number of requests that wait to be written. Any thread. */
    int waiting() {
        return requests.size();
    }

    /**
     * Brings a client online.
     *
     * @return completes after the commit; exceptionally when the database is unavailable or the queue is full
     */
    public CompletableFuture<Admission> arrive(Arrival arrival) {
        var request = new PresenceRequest.Arrive(arrival, new CompletableFuture<>());
        if (!requests.offer(request)) {
            request.answer().completeExceptionally(new RejectedExecutionException("too many arrivals wait"));
        }
        return request.answer();
    }

    /**
     * Announces that the session is about to end because this replica stops. Its client is expected on another replica within seconds,
     * so it stays online until this replica's lease ends. Any thread.
     */
    public void handOver(UUID sessionId) {
        handedOver.add(sessionId);
    }

    /** Announces to other replicas that this one begins to close its connections. Any thread; does not wait for it. */
    public void draining() {
        if (!requests.offer(new PresenceRequest.Draining())) {
            LOG.debug("Arrivals on other replicas count as takeovers");
        }
    }

    /**
     * Checks soon that every session is still its client's newest one, because a notification of a takeover may have been lost. Any
     * thread.
     */
    public void check() {
        writer.writeAllSessions();
        if (!requests.offer(new PresenceRequest.Renew())) {
            LOG.debug("The check waits for the next renewal");
        }
    }

    /**
     * Writes presence anew after the database was restored: the backup may contain sessions of this replica that ended long ago, and
     * only live ones may be online. Any thread.
     */
    public void startAnew() {
        writer.endOwnSessions();
        check();
    }

    /**
     * Takes a session offline, unless the client has a newer one. Does not block; any thread.
     *
     * @param clientId null when the answer to its arrival is not known; then the statement reads all online clients
     */
    public void leave(UUID sessionId, @Nullable UUID clientId) {
        if (handedOver.contains(sessionId)) {
            return;
        }
        var leave = new PresenceRequest.Leave(sessionId, clientId);
        if (!requests.offer(leave)) {
            // Not dropped: the replica's lease would keep the client online without an end.
            Thread.startVirtualThread(() -> put(leave));
        }
    }

    /** Stores what a client reported before its session ended. Any thread; dropped when the queue is full. */
    public void report(LiveSessions.Report report) {
        requests.offer(new PresenceRequest.StoreReport(report));
    }

    private void put(PresenceRequest request) {
        try {
            requests.put(request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * After the sessions were closed: writes the leaves in the queue and hands the lease back, in time for clients to come back on
     * another replica. The writer is asked to stop, not interrupted: an interrupt would close its connection during a statement.
     */
    void stop(@Observes @Priority(9000) ShutdownEvent event) throws InterruptedException {
        if (requests.offer(new PresenceRequest.Stop(), STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            writer.awaitEnd(STOP_PATIENCE);
        }
        try {
            leases.handBack();
        } catch (SQLException e) {
            LOG.warnf("The lease was not handed back and will expire: %s", e.getMessage());
        }
    }
}
