package io.kakuremichi.control.backup;

import io.kakuremichi.control.credential.KeyRing;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.postgresql.PGConnection;

/**
 * The database at one moment, as long as this is open.
 *
 * <p>Promise: all tables are of one committed state, everything up to its revision and nothing after. Nobody who writes waits
 * for it: it locks what only a change of the schema waits for. Repeatable read gives that much; serializable would give no more,
 * because no writer is serializable. Confined to one thread at a time.
 */
final class Snapshot implements AutoCloseable {
    private final Connection connection;
    private final List<String> migrations;
    private final String schemaVersion;
    private final UUID epoch;
    private final long revision;

    private Snapshot(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        try (var statement = connection.createStatement()) {
            // So that archives are alike wherever they are taken; the first query is what fixes the moment.
            statement.execute("SET LOCAL timezone = 'UTC'");
            statement.execute("SET LOCAL statement_timeout = 0");
        }
        // Flyway within Quarkus writes their path, Flyway alone the name.
        this.migrations = column(
                "SELECT regexp_replace(script, '.*/', '') FROM flyway_schema_history WHERE success ORDER BY installed_rank");
        this.schemaVersion = column("SELECT version FROM flyway_schema_history WHERE success ORDER BY installed_rank")
                .getLast();
        this.epoch = UUID.fromString(column("SELECT epoch FROM control_state").getFirst());
        this.revision =
                Long.parseLong(column("SELECT revision FROM control_state").getFirst());
    }

    /** Takes the connection over, also when it fails. */
    static Snapshot of(Connection connection) throws SQLException {
        try {
            return new Snapshot(connection);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Whether a newer program has changed the schema since: there may be tables that this one knows nothing of. */
    boolean isOfNewerControl() {
        return !migrations.stream().allMatch(Migrations::has);
    }

    String schemaVersion() {
        return schemaVersion;
    }

    long revision() {
        return revision;
    }

    /**
     * Writes an archive, from beginning to end, without holding a table in memory. The stream is left open.
     *
     * @return how many rows are in it
     */
    long writeTo(OutputStream target, KeyRing keys, String controlVersion) throws IOException, SQLException {
        var archive = new ArchiveWriter(target);
        var copies = connection.unwrap(PGConnection.class).getCopyAPI();
        var tables = new ArrayList<Manifest.Table>();
        for (var name : Tables.ARCHIVED) {
            var columns = columns(name);
            if (!columns.isEmpty()) {
                tables.add(archive.add(
                        name, columns, (table, out) -> copies.copyOut("COPY " + table.target() + " TO STDOUT", out)));
            }
        }
        archive.finish(
                new Manifest(
                        Manifest.FORMAT,
                        controlVersion,
                        schemaVersion,
                        migrations,
                        epoch,
                        revision,
                        Instant.now().truncatedTo(ChronoUnit.MILLIS).toString(),
                        tables),
                keys);
        return tables.stream().mapToLong(Manifest.Table::rows).sum();
    }

    /** Empty when there is no such table: the schema may be an older one. */
    private List<String> columns(String table) throws SQLException {
        return column("SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema()"
                + " AND table_name = '" + table + "' ORDER BY ordinal_position");
    }

    private List<String> column(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var values = new ArrayList<String>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    /** Ends the transaction and the connection. */
    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
