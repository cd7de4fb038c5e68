package io.kakuremichi.control.presence;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.config.ControlConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Which replicas are alive. Each renews its lease; whoever sees one run out deletes it and takes its sessions offline, so that
 * a replica whose lease is gone knows that it was taken for dead.
 *
 * <p>Each statement is a transaction of its own: a replica that is stopped in between holds no lock that others need.
 */
@Singleton
class Leases {
    /** How long the clients of a replica that stopped have to come back elsewhere: what {@code protocol.md} gives them, and some. */
    private static final Duration GRACE = Duration.ofSeconds(6);

    /** An updated row has been locked, which shows in its {@code xmax}; an inserted one has not. */
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
     * The replicas are an array, not a join: of a row that moved to another replica while this waited for it, PostgreSQL looks
     * at a plain condition again, but not at whether the row it was joined with is still the right one. A row that is locked is
     * being written by somebody who knows better, or is left for the next time.
     */
    private static final String END_SESSIONS = """
            WITH ended AS (
                SELECT client_id FROM presence WHERE online AND replica_id <> ALL (ARRAY (SELECT id FROM replicas))
                ORDER BY client_id FOR UPDATE SKIP LOCKED
            )
            UPDATE presence p SET online = false FROM ended WHERE p.client_id = ended.client_id
            """;

    private static final String END_OWN = """
            WITH ended AS (
                SELECT client_id FROM presence WHERE online AND replica_id = ? ORDER BY client_id FOR UPDATE
            )
            UPDATE presence p SET online = false FROM ended WHERE p.client_id = ended.client_id
            """;

    private final AgroalDataSource dataSource;
    private final Replica replica;
    private final Duration lease;
    private final Counter renewed;
    private final Counter begun;
    private final Counter failed;

    /** {@link System#nanoTime} before the last renewal, from which the lease surely counts. */
    private volatile long renewedAt = System.nanoTime();

    Leases(AgroalDataSource dataSource, Replica replica, ControlConfig config, MeterRegistry metrics) {
        this.dataSource = dataSource;
        this.replica = replica;
        this.lease = config.presence().lease();
        this.renewed = renewals("renewed", metrics);
        this.begun = renewals("begun", metrics);
        this.failed = renewals("failed", metrics);
        Gauge.builder("kakuremichi.lease.remaining", this::remainingSeconds)
                .description("How long others take this replica for alive if it renews its lease no more")
                .baseUnit("seconds")
                .register(metrics);
    }

    private static Counter renewals(String outcome, MeterRegistry metrics) {
        return Counter.builder("kakuremichi.lease.renewals")
                .description("Renewals of this replica's lease; begun when there was none")
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
     * @return whether there was one; if not, this replica was taken for dead, or is new
     */
    boolean renew() throws SQLException {
        var began = System.nanoTime();
        try {
            var had = write();
            renewedAt = began;
            (had ? renewed : begun).increment();
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

    /** Ends leases that ran out, and takes offline whoever is online with a replica that has none. */
    void endDead() throws SQLException {
        if (isAnyDead()) {
            execute(END, END_SESSIONS);
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

    /** Takes offline whoever is online with this replica, as far as the database knows. */
    void endOwn() throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(END_OWN)) {
            statement.setObject(1, replica.id());
            statement.executeUpdate();
        }
    }

    /** Shortens this replica's lease to the time in which clients come back elsewhere; who does not is taken offline after it. */
    void handBack() throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(
                        "UPDATE replicas SET lease_until = now() + ? * interval '1 millisecond' WHERE id = ?")) {
            statement.setLong(1, GRACE.toMillis());
            statement.setObject(2, replica.id());
            statement.executeUpdate();
        }
    }

    /** Nobody is online, and no replica alive. */
    void endAll() throws SQLException {
        execute("UPDATE presence SET online = false WHERE online", "DELETE FROM replicas");
    }

    private void execute(String first, String second) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate(first);
            statement.executeUpdate(second);
        }
    }
}
