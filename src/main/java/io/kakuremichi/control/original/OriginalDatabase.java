package io.kakuremichi.control.original;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import org.sqlite.JDBC;

/** Reads the database of an original. */
public final class OriginalDatabase {
    /** More than Control's address plan has places for. */
    private static final int MOST_ROWS = 100_000;

    /** Where the driver unpacks SQLite's library. */
    private static final String LIBRARY_DIRECTORY = "org.sqlite.tmpdir";

    private OriginalDatabase() {}

    /**
     * Reads the file and what is beside it, and writes to neither.
     *
     * @throws OriginalFault if it is not the database of an original, or cannot be read
     */
    public static OriginalData read(Path file) throws OriginalFault {
        try (var copy = OriginalCopy.of(file)) {
            System.setProperty(LIBRARY_DIRECTORY, copy.directory().toString());
            try (var connection = JDBC.createConnection("jdbc:sqlite:" + copy.database(), new Properties())) {
                return read(connection);
            } catch (SQLException e) {
                throw new OriginalFault("%s cannot be read: %s".formatted(file, e.getMessage()), e);
            } catch (LinkageError e) {
                throw new OriginalFault(
                        "SQLite cannot be loaded from %s; choose another directory with -Djava.io.tmpdir=DIRECTORY: %s"
                                .formatted(copy.directory().getParent(), e.getMessage()),
                        e);
            }
        }
    }

    private static OriginalData read(Connection connection) throws SQLException, OriginalFault {
        // One transaction, so that all tables are of one moment.
        connection.setAutoCommit(false);
        return new OriginalData(
                rows(
                        connection,
                        "agents",
                        row -> new OriginalAgent(
                                row.text("id"),
                                row.text("name"),
                                row.text("api_key"),
                                row.text("wireguard_public_key"),
                                row.text("metadata"))),
                rows(
                        connection,
                        "gateways",
                        row -> new OriginalGateway(
                                row.text("id"),
                                row.text("name"),
                                row.text("api_key"),
                                row.text("wireguard_public_key"),
                                row.text("public_ip"),
                                row.text("region"),
                                row.text("metadata"))),
                rows(
                        connection,
                        "tunnels",
                        row -> new OriginalTunnel(
                                row.text("id"),
                                row.text("domain"),
                                row.text("agent_id"),
                                row.text("target"),
                                row.flag("enabled"),
                                row.text("description"),
                                row.flag("http_proxy_enabled"),
                                row.flag("socks_proxy_enabled"))));
    }

    private static <T> List<T> rows(Connection connection, String table, Function<OriginalRow, T> reader)
            throws SQLException, OriginalFault {
        requireTable(connection, table);
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT * FROM " + table)) {
            var rows = new ArrayList<T>();
            while (row.next()) {
                if (rows.size() == MOST_ROWS) {
                    throw new OriginalFault("The table %s has more than %s rows".formatted(table, MOST_ROWS), null);
                }
                rows.add(reader.apply(new OriginalRow(row)));
            }
            return rows;
        }
    }

    private static void requireTable(Connection connection, String table) throws SQLException, OriginalFault {
        try (var statement = connection.prepareStatement(
                "SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND lower(name) = ?")) {
            statement.setString(1, table);
            try (var row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new OriginalFault("This is not the database of an original: it has no table " + table, null);
                }
            }
        }
    }
}
