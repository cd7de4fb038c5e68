package io.kakuremichi.control.feed;

import io.kakuremichi.control.change.CertificateFacts;
import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.database.DatabaseFailures;
import io.kakuremichi.control.topology.CommittedChange;
import io.kakuremichi.control.topology.Topology;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The feed's own connection, outside the pool, so that catching up never waits for the pool. Confined to the feed's
 * thread.
 */
final class FeedConnection implements AutoCloseable {
    private static final int BATCH = 500;

    /** Computes the age with the database's clock, because replicas' clocks differ. */
    private static final String ENTRY = "revision, change, created_at,"
            + " (extract(epoch FROM clock_timestamp() - created_at) * 1000000)::bigint AS age";

    private static final String HEAD = """
            epoch, head, (SELECT created_at FROM change_log WHERE revision = ?) AS changed_at,
                   pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean AS read_only
            FROM (SELECT epoch, revision AS head FROM control_state) control_state
            """;

    /** One statement, because every round trip here delays all receivers of a change. */
    private static final String AFTER = "SELECT change_log.*, " + HEAD + " LEFT JOIN LATERAL (SELECT " + ENTRY
            + " FROM change_log WHERE revision > ? ORDER BY revision LIMIT " + BATCH
            + ") change_log ON true ORDER BY change_log.revision";

    private final Connection connection;
    private final CertificateRows certificates;

    /**
     * Takes ownership of the connection. Plans are made once for each connection. A plan made while the log was empty
     * would scan the whole log for each change until the server has updated its statistics, so the statement uses the
     * key at any length. The plan's estimated cost then no longer matches, by which the server would compile it with
     * JIT each time.
     */
    FeedConnection(Connection connection, CertificateRows certificates) throws SQLException {
        this.connection = connection;
        this.certificates = certificates;
        try (var statement = connection.createStatement()) {
            statement.execute(
                    "SET enable_seqscan = off; SET enable_bitmapscan = off; SET plan_cache_mode = force_generic_plan; SET jit = off");
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Reads the newest committed position, the check whether the given revision is still the same change, and the next
     * batch of changes in order, up to the first one that this version cannot read. Also proves that the connection works.
     *
     * @throws SQLException also if the server accepts no writes: it may be a standby that lags
     */
    Following after(long applied) throws SQLException {
        try (var statement = connection.prepareStatement(AFTER)) {
            statement.setLong(1, applied);
            statement.setLong(2, applied);
            try (var rows = statement.executeQuery()) {
                rows.next();
                var head = head(rows);
                var changes = new ArrayList<CommittedChange>();
                Instant lastAt = null;
                if (rows.getObject("revision") != null) {
                    do {
                        var change = ChangeJson.read(rows.getString("change"));
                        if (change.isEmpty()) {
                            break;
                        }
                        changes.add(committed(rows, change.get(), this::certificate));
                        lastAt = instant(rows, "created_at");
                    } while (rows.next());
                }
                return new Following(head, changes, lastAt);
            }
        }
    }

    private Position.Head head(long applied) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT " + HEAD)) {
            statement.setLong(1, applied);
            try (var row = statement.executeQuery()) {
                row.next();
                return head(row);
            }
        }
    }

    private static Position.Head head(ResultSet row) throws SQLException {
        if (row.getBoolean("read_only")) {
            throw new SQLException("the server accepts no writes", DatabaseFailures.READ_ONLY_TRANSACTION);
        }
        return new Position.Head(row.getObject("epoch", UUID.class), row.getLong("head"), instant(row, "changed_at"));
    }

    /**
     * Starts a new history unless another replica already did, so that no revision of the old one is valid in the new
     * one.
     */
    void renewEpoch(UUID old) throws SQLException {
        try (var statement =
                connection.prepareStatement("UPDATE control_state SET epoch = gen_random_uuid() WHERE epoch = ?")) {
            statement.setObject(1, old);
            statement.executeUpdate();
        }
    }

    /**
     * The recent changes up to the head in order, back to the first gap, or to the first one that this version cannot read. Each has the
     * certificate that the topology has, which is from the same snapshot.
     */
    private List<CommittedChange> newestChanges(Topology topology, long head) throws SQLException {
        try (var statement = connection.prepareStatement(
                        "SELECT " + ENTRY + " FROM change_log ORDER BY revision DESC LIMIT " + Topology.REMEMBERED);
                var rows = statement.executeQuery()) {
            var stored = topology.certificates().stream()
                    .collect(Collectors.toMap(CertificateFacts::domain, Function.identity()));
            var newest = new ArrayList<CommittedChange>();
            while (rows.next() && rows.getLong("revision") == head - newest.size()) {
                var change = ChangeJson.read(rows.getString("change"));
                if (change.isEmpty()) {
                    break;
                }
                newest.add(committed(rows, change.get(), stored::get));
            }
            return newest.reversed();
        }
    }

    private static CommittedChange committed(ResultSet row, Change change, CertificateLookup lookup)
            throws SQLException {
        var certificate = change instanceof Change.CertificateStored(var domain, var reportedBy)
                ? lookup.certificate(domain)
                : null;
        var committedAt = System.nanoTime() - TimeUnit.MICROSECONDS.toNanos(row.getLong("age"));
        return new CommittedChange(row.getLong("revision"), change, certificate, committedAt, time(row, "created_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column) == null ? null : time(row, column);
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private @Nullable CertificateFacts certificate(String domain) throws SQLException {
        try (var statement = connection.prepareStatement(
                "SELECT id, domain, certificate, private_key, expires_at FROM certificates WHERE domain = ?")) {
            statement.setString(1, domain);
            try (var row = statement.executeQuery()) {
                return row.next() ? certificates.of(row) : null;
            }
        }
    }

    /** Reads all tables at one revision, in one snapshot of the database. */
    LoadedTopology snapshot() throws SQLException {
        connection.setAutoCommit(false);
        try {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            var head = head(-1);
            var topology = new Topology(head.epoch(), head.revision());
            SnapshotReader.read(connection, certificates, topology);
            topology.remember(newestChanges(topology, head.revision()));
            var position = new Position(
                    head.epoch(), head.revision(), head(head.revision()).changedAt());
            connection.commit();
            return new LoadedTopology(topology, position);
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        }
    }

    /** Closes the socket, by which a statement under way fails at once. Any thread. */
    void abort() {
        Connections.abort(connection);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /**
     * The changes after a position, read at one moment.
     *
     * @param lastAt the time of the last change
     */
    record Following(
            Position.Head head,
            List<CommittedChange> changes,
            @Nullable Instant lastAt) {}

    /** Finds the certificate of a domain; null if there is none any more. */
    private interface CertificateLookup {
        @Nullable CertificateFacts certificate(String domain) throws SQLException;
    }

    /** A topology, and its position in history. */
    record LoadedTopology(Topology topology, Position position) {}
}
