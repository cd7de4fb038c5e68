package io.kakuremichi.control.feed;

import io.kakuremichi.control.change.CertificateFacts;
import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.topology.Revised;
import io.kakuremichi.control.topology.Topology;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;

/**
 * The feed's own connection to the database, outside the pool: LISTEN belongs to a connection, and catching up must not wait
 * for one. Confined to the feed's thread.
 */
final class FeedConnection implements AutoCloseable {
    private static final int BATCH = 500;

    /** The age by the database's clock alone: replicas' clocks differ. */
    private static final String ENTRY =
            "revision, change, (extract(epoch FROM clock_timestamp() - created_at) * 1000000)::bigint AS age";

    private final Connection connection;
    private final CertificateRows certificates;

    private FeedConnection(Connection connection, CertificateRows certificates) {
        this.connection = connection;
        this.certificates = certificates;
    }

    void listen(String channel) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("LISTEN " + channel);
        }
    }

    /** Returns when something was notified, and after the time at the latest. */
    void awaitNotification(Duration atMost) throws SQLException {
        connection.unwrap(PGConnection.class).getNotifications(Math.toIntExact(atMost.toMillis()));
    }

    /** The newest committed revision. Also tells whether the connection still works. */
    Position head() throws SQLException {
        try (var statement = connection.prepareStatement("SELECT epoch, revision FROM control_state");
                var row = statement.executeQuery()) {
            row.next();
            return new Position(row.getObject("epoch", UUID.class), row.getLong("revision"));
        }
    }

    /** The next changes, in order; not more than a batch. */
    List<Revised> changesAfter(long revision) throws SQLException {
        try (var statement = connection.prepareStatement(
                "SELECT " + ENTRY + " FROM change_log WHERE revision > ? ORDER BY revision LIMIT " + BATCH)) {
            statement.setLong(1, revision);
            return revised(statement);
        }
    }

    /** The newest changes up to the head in order, as far back as there is no gap. */
    private List<Revised> newestChanges(long head) throws SQLException {
        try (var statement = connection.prepareStatement(
                "SELECT " + ENTRY + " FROM change_log ORDER BY revision DESC LIMIT " + Topology.REMEMBERED)) {
            var newest = revised(statement);
            var count = 0;
            while (count < newest.size() && newest.get(count).revision() == head - count) {
                count++;
            }
            return newest.subList(0, count).reversed();
        }
    }

    private List<Revised> revised(PreparedStatement statement) throws SQLException {
        try (var rows = statement.executeQuery()) {
            var changes = new ArrayList<Revised>();
            while (rows.next()) {
                var change = ChangeJson.read(rows.getString("change"));
                var committedAt = System.nanoTime() - TimeUnit.MICROSECONDS.toNanos(rows.getLong("age"));
                changes.add(new Revised(rows.getLong("revision"), change, certificate(change), committedAt));
            }
            return changes;
        }
    }

    private @Nullable CertificateFacts certificate(Change change) throws SQLException {
        if (!(change instanceof Change.CertificateStored(var domain, var reportedBy))) {
            return null;
        }
        try (var statement = connection.prepareStatement(
                "SELECT id, domain, certificate, private_key, expires_at FROM certificates WHERE domain = ?")) {
            statement.setString(1, domain);
            try (var row = statement.executeQuery()) {
                return row.next() ? certificates.of(row) : null;
            }
        }
    }

    /** Everything at one revision: all tables are read in one snapshot of the database. */
    Topology snapshot() throws SQLException {
        connection.setAutoCommit(false);
        try {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            var head = head();
            var topology = new Topology(head.epoch(), head.revision());
            SnapshotReader.read(connection, certificates, topology);
            topology.remember(newestChanges(head.revision()));
            connection.commit();
            return topology;
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** Makes connections with the settings of the pool's. */
    @Singleton
    static class Source {
        private static final int CONNECT_TIMEOUT_SECONDS = 5;

        /** Longer than any wait for a notification, so that only a database that hangs runs into it. */
        private static final int SOCKET_TIMEOUT_SECONDS = 15;

        private final CertificateRows certificates;
        private final String url;
        private final Optional<String> username;
        private final Optional<String> password;

        Source(
                CertificateRows certificates,
                @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
                @ConfigProperty(name = "quarkus.datasource.username") Optional<String> username,
                @ConfigProperty(name = "quarkus.datasource.password") Optional<String> password) {
            this.certificates = certificates;
            this.url = url;
            this.username = username;
            this.password = password;
        }

        FeedConnection connect() throws SQLException {
            var properties = new Properties();
            username.ifPresent(value -> PGProperty.USER.set(properties, value));
            password.ifPresent(value -> PGProperty.PASSWORD.set(properties, value));
            PGProperty.APPLICATION_NAME.set(properties, "kakuremichi-control feed");
            PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_TIMEOUT_SECONDS);
            PGProperty.SOCKET_TIMEOUT.set(properties, SOCKET_TIMEOUT_SECONDS);
            PGProperty.TCP_KEEP_ALIVE.set(properties, true);
            // The driver by name, not by DriverManager, whose look-up depends on class loaders.
            var connection = new Driver().connect(url, properties);
            if (connection == null) {
                throw new SQLException("quarkus.datasource.jdbc.url is not a PostgreSQL URL");
            }
            return new FeedConnection(connection, certificates);
        }
    }
}
