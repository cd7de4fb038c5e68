package io.kakuremichi.control.embeddedpostgres;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** What tests ask of a database. */
final class Queries {
    private Queries() {}

    static void writeNote(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = connect(postgres);
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE note (text text)");
            statement.execute("INSERT INTO note VALUES ('kept')");
        }
    }

    /** Commits rows, each with half a megabyte in the write-ahead log and nearly nothing elsewhere; returns how many were confirmed. */
    static int commitUntilRefused(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = connect(postgres);
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE commits (number int)");
            for (var committed = 0; committed < 400; committed++) {
                try {
                    statement.execute("INSERT INTO commits VALUES (1);"
                            + " SELECT pg_logical_emit_message(true, 'fill', repeat('x', 500000))");
                } catch (SQLException e) {
                    return committed;
                }
            }
        }
        throw new AssertionError("the disk was never full");
    }

    static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            assertTrue(rows.next());
            return rows.getString(1);
        }
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
    }
}
