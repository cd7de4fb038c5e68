package io.kakuremichi.control.presence;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.state.StateHints;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Which replicas are alive. Each replica renews its lease. The first one that finds a lease expired deletes it and takes its sessions
 * offline; a replica that finds its own lease deleted knows that it was declared dead.
 *
 * <p>Only the writing thread and start and stop of {@link Presence} call it. Each statement is a transaction of its own: a replica that
 * is stopped in between holds no lock that others need.
 */
@Singleton
class Leases {
    /** How long clients of a replica that stopped have to connect to another one: 5 seconds of back-off, and a second to connect. */
    private static final Duration GRACE = Duration.ofSeconds(6);

    /** An updated row was locked, which shows in its {@code xmax}; an inserted one was not. */
    private static final String RENEW = """
            INSERT INTO replicas (id, name, lease_until) VALUES (?, ?, now() + ? * interval '1 millisecond')
            ON CONFLICT (id) DO UPDATE SET lease_until = excluded.lease_until
            RETURNING xmax = 0 AS inserted
            """;

    private static final String ANY_DEAD = """
            SELECT EXISTS (SELECT FROM replicas WHERE lease_until < now())
                OR EXISTS (SELECT FROM presence WHERE online AND replica_id <> ALL (ARRAY (SELECT id FROM replicas)))
            """;

    private static final String END = """
            DELETE FROM replicas WHERE id IN
                (SELECT id FROM replicas WHERE lease_until < now() ORDER BY id FOR UPDATE SKIP LOCKED)
            """;

    /**
     * The replicas are an array, not a join. When a row changed its replica while this statement waited for its lock, PostgreSQL
     * evaluates a plain condition again, but not a join. A locked row is being written by its own replica, or is left for the next run.
     */
    private static final String END_SESSIONS = """
            WITH ended AS (
                SELECT client_id FROM presence WHERE online AND replica_id <> ALL (ARRAY (SELECT id FROM replicas))
                ORDER BY client_id FOR UPDATE SKIP LOCKED
            )
            UPDATE presence p SET online = false FROM ended WHERE p.client_id = ended.client_id RETURNING p.client_id
            """;

    private static final String END_OWN = """
            WITH ended AS (
                SELECT client_id FROM presence WHERE online AND replica_id = ? ORDER BY client_id FOR UPDATE
            )
            UPDATE presence p SET online = false FROM ended WHERE p.client_id = ended.client_id RETURNING p.client_id
            """;

    private final AgroalDataSource dataSource;
    private final Replica replica;
    private final Duration lease;
    private final StateHints hints;
    private final Counter renewed;
    private final Counter begun;
    private final Counter failed;

    /** {@link System#nanoTime} before the last renewal; a lower bound for the start of the lease. */
    private volatile long renewedAt = System.nanoTime();

    Leases(
            AgroalDataSource dataSource,
            Replica replica,
            ControlConfig config,
            StateHints hints,
            MeterRegistry metrics) {
        this.hints = hints;
        this.dataSource = dataSource;
        this.replica = replica;
        this.lease = config.presence().lease();
        this.renewed = renewals("renewed", metrics);
        this.begun = renewals("begun", metrics);
        this.failed = renewals("failed", metrics);
        Gauge.builder("kakuremichi.lease.remaining", this::remainingSeconds)
                .description("Time until other replicas declare this one dead if it does not renew its lease")
                .baseUnit("seconds")
                .register(metrics);
    }

    private static Counter renewals(String outcome, MeterRegistry metrics) {
        return Counter.builder("kakuremichi.lease.renewals")
                .description("Renewals of this replica's lease; begun if there was none")
                .tag("outcome", outcome)
                .register(metrics);
    }

    private double remainingSeconds() {
        var left = lease.toNanos() - (System.nanoTime() - renewedAt);
        return Math.max(0, left) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    /**
     * Renews this replica's lease.
     *
     * @return whether there was one; if not, this replica was declared dead, or is new
     */
    boolean renew() throws SQLException {
        var began = System.nanoTime();
        try {
            var had = write();
            renewedAt = began;
            (had ? renewed : begun).increment();
            if (!had) {
                hints.replicas();
            }
            return had;
        } catch (SQLException e) {
            failed.increment();
            throw e;
        }
    }

    private boolean write() throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(RENEW)) {
            statement.setObject(1, replica.id());
            statement.setString(2, replica.name());
            statement.setLong(3, lease.toMillis());
            try (var row = statement.executeQuery()) {
                row.next();
                return !row.getBoolean("inserted");
            }
        }
    }

    /** Deletes expired leases, and takes clients offline whose replica has none. */
    void endDead() throws SQLException {
        if (!isAnyDead()) {
            return;
        }
        try (var connection = dataSource.getConnection()) {
            try (var statement = connection.createStatement()) {
                statement.executeUpdate(END);
            }
            hints.replicas();
            try (var statement = connection.prepareStatement(END_SESSIONS)) {
                hints.clients(SqlArrays.ids(statement));
            }
        }
    }

    private boolean isAnyDead() throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(ANY_DEAD);
                var row = statement.executeQuery()) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /** Takes all clients of this replica offline, as the database has them. */
    void endOwn() throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(END_OWN)) {
            statement.setObject(1, replica.id());
            hints.clients(SqlArrays.ids(statement));
        }
    }

    /** Marks this replica as one that closes its connections; its clients' arrivals elsewhere are no takeovers. */
    void stopping() throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement("UPDATE replicas SET stopping = true WHERE id = ?")) {
            statement.setObject(1, replica.id());
            statement.executeUpdate();
            hints.replicas();
        }
    }

    /** Shortens this replica's lease to the time in which clients connect elsewhere; the others are taken offline after it. */
    void handBack() throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(
                        "UPDATE replicas SET lease_until = now() + ? * interval '1 millisecond' WHERE id = ?")) {
            statement.setLong(1, GRACE.toMillis());
            statement.setObject(2, replica.id());
            statement.executeUpdate();
        }
    }

    /** Takes all clients offline and deletes all leases. */
    void endAll() throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE presence SET online = false WHERE online");
            statement.executeUpdate("DELETE FROM replicas");
        }
    }
}
