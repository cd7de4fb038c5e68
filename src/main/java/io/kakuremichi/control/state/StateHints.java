package io.kakuremichi.control.state;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Notifies all replicas of state that was written, with one statement a second at most, and only while some replica wants it. Methods
 * only note ids, from any thread, so that writing presence costs no more while no events are read. At most one id for each object waits.
 */
@ApplicationScoped
public class StateHints {
    private static final Logger LOG = Logger.getLogger(StateHints.class);

    /** One hint for what a batch of presence writes. Also lets the announcement of a first reader arrive before hints are dropped. */
    private static final Duration GATHERED = Duration.ofMillis(100);

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration WANTED = Duration.ofSeconds(60);
    private static final String NOTIFY =
            "SELECT pg_notify('" + StateHint.CHANNEL + "', payload) FROM unnest(?::text[]) AS hint (payload)";

    private final AgroalDataSource dataSource;
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("state-hints").daemon().factory());

    /** Guarded by this. */
    private final Set<UUID> clients = new HashSet<>();

    private final Set<UUID> tunnels = new HashSet<>();
    private boolean replicas;
    private boolean scheduled;

    /** {@link System#nanoTime}; after its start, a replica assumes that others have readers, as it missed their announcements. */
    private volatile long wantedUntil = System.nanoTime() + WANTED.toNanos();

    private volatile long lastSent = System.nanoTime() - INTERVAL.toNanos();

    StateHints(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The presence of these clients was written. */
    public synchronized void clients(Collection<UUID> ids) {
        if (clients.addAll(ids)) {
            schedule();
        }
    }

    /** The reported statuses of these tunnels were written. */
    public synchronized void tunnels(Collection<UUID> ids) {
        if (tunnels.addAll(ids)) {
            schedule();
        }
    }

    /** A replica began or ended, or begins to stop. */
    public synchronized void replicas() {
        replicas = true;
        schedule();
    }

    /** Some replica has readers. */
    public void wanted() {
        wantedUntil = System.nanoTime() + WANTED.toNanos();
    }

    /** Announces to all replicas that this one has readers. Blocks. */
    public void announceWanted() throws SQLException {
        deliver(List.of(new StateHint.Wanted()));
    }

    private void schedule() {
        if (scheduled) {
            return;
        }
        var next = Math.max(GATHERED.toNanos(), lastSent + INTERVAL.toNanos() - System.nanoTime());
        try {
            sender.schedule(this::send, next, TimeUnit.NANOSECONDS);
            scheduled = true;
        } catch (RejectedExecutionException e) {
            LOG.debug("This replica stops; other replicas read its last states later");
        }
    }

    private void send() {
        var hints = take();
        lastSent = System.nanoTime();
        if (lastSent - wantedUntil > 0) {
            return;
        }
        try {
            deliver(hints);
        } catch (SQLException e) {
            LOG.debugf("Hints of written state are sent later: %s", e.getMessage());
            hints.forEach(this::again);
        }
    }

    private synchronized List<StateHint> take() {
        scheduled = false;
        var hints = new ArrayList<StateHint>();
        hints.addAll(parts(clients, StateHint.Clients::new));
        hints.addAll(parts(tunnels, StateHint.Tunnels::new));
        if (replicas) {
            hints.add(new StateHint.Replicas());
        }
        clients.clear();
        tunnels.clear();
        replicas = false;
        return hints;
    }

    private static List<StateHint> parts(Set<UUID> ids, Function<Set<UUID>, StateHint> hint) {
        var all = List.copyOf(ids);
        var hints = new ArrayList<StateHint>();
        for (var from = 0; from < all.size(); from += StateHint.MOST) {
            hints.add(hint.apply(Set.copyOf(all.subList(from, Math.min(from + StateHint.MOST, all.size())))));
        }
        return hints;
    }

    private void again(StateHint hint) {
        switch (hint) {
            case StateHint.Clients(var ids) -> clients(ids);
            case StateHint.Tunnels(var ids) -> tunnels(ids);
            case StateHint.Replicas() -> replicas();
            case StateHint.Wanted() -> {}
        }
    }

    private void deliver(List<StateHint> hints) throws SQLException {
        if (hints.isEmpty()) {
            return;
        }
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(NOTIFY)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text", hints.stream().map(StateHint::payload).toArray()));
            statement.execute();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        sender.shutdownNow();
    }
}
