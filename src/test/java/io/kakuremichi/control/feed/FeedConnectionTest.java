package io.kakuremichi.control.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.harness.ControlTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

@ControlTest
class FeedConnectionTest {
    /** After some executions the driver lets the server keep the plan. */
    private static final int EXECUTIONS = 20;

    @Inject
    FeedSource source;

    @Inject
    CertificateRows certificates;

    @Test
    void logIsReadByItsKeyEvenWhenItWasEmptyAtFirst() throws Exception {
        try (var connection = source.connect("test")) {
            execute(
                    connection,
                    "CREATE TEMPORARY TABLE change_log (LIKE public.change_log INCLUDING ALL)",
                    "VACUUM ANALYZE change_log");
            var feed = new FeedConnection(connection, certificates);
            for (var i = 0; i < EXECUTIONS; i++) {
                feed.after(0);
            }

            var plan = planOf("SELECT change_log.*%", connection);

            assertThat(plan).contains("change_log_pkey").doesNotContain("Seq Scan on change_log");
        }
    }

    private static void execute(Connection connection, String... commands) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var command : commands) {
                statement.execute(command);
            }
        }
    }

    /** Of the statement that the server keeps. */
    private static String planOf(String like, Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            String name;
            try (var rows = statement.executeQuery(
                    "SELECT name FROM pg_prepared_statements WHERE statement LIKE '" + like + "'")) {
                assertThat(rows.next()).isTrue();
                name = rows.getString("name");
            }
            var lines = new ArrayList<String>();
            try (var rows = statement.executeQuery("EXPLAIN EXECUTE \"" + name + "\" (0, 0)")) {
                while (rows.next()) {
                    lines.add(rows.getString(1));
                }
            }
            return String.join("\n", lines);
        }
    }
}
