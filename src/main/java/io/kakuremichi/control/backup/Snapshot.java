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
 * The database at one moment, until it is closed.
 *
 * <p>Guarantee: all tables show one committed state, with everything up to its revision and nothing later. Writers do
 * not wait for it; its locks only conflict with schema changes. Repeatable read is sufficient; serializable would add
 * nothing, because no writer is serializable. Confined to one thread at a time.
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
            // Makes archives independent of the server's time zone. The first query after this fixes the moment.
            statement.execute("SET LOCAL timezone = 'UTC'");
            statement.execute("SET LOCAL statement_timeout = 0");
        }
        // Flyway records the path when run by Quarkus, and the file name otherwise.
        this.migrations = column(
                "SELECT regexp_replace(script, '.*/', '') FROM flyway_schema_history WHERE success ORDER BY installed_rank");
        this.schemaVersion = column("SELECT version FROM flyway_schema_history WHERE success ORDER BY installed_rank")
                .getLast();
        this.epoch = UUID.fromString(column("SELECT epoch FROM control_state").getFirst());
        this.revision =
                Long.parseLong(column("SELECT revision FROM control_state").getFirst());
    }

    /** Takes ownership of the connection, also if it fails. */
    static Snapshot of(Connection connection) throws SQLException {
        try {
            return new Snapshot(connection);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Whether a newer program migrated the schema; it may have tables unknown to this one. */
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
     * Writes an archive without holding a table in memory. The stream is left open.
     *
     * @return the number of rows in it
     */
    long writeTo(OutputStream target, KeyRing keys, String controlVersion) throws IOException, SQLException {
        var archive = new ArchiveWriter(target);
        var copies = connection.unwrap(PGConnection.class).getCopyAPI();
        var tables = new ArrayList<Manifest.DumpedTable>();
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
        return tables.stream().mapToLong(Manifest.DumpedTable::rows).sum();
    }

    /** Empty if an older schema lacks the table. */
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

    /** Ends the transaction and closes the connection. */
    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
