package io.kakuremichi.control.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.change.CertificateFacts;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.topology.CommittedChange;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
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

    @Test
    void anEntryThatThisVersionCannotReadIsAGap() throws Exception {
        try (var connection = source.connect("test")) {
            withLog(connection, "{\"kind\": \"region_created\"}");
            var feed = new FeedConnection(connection, certificates);

            assertThat(feed.after(0).changes())
                    .extracting(CommittedChange::revision)
                    .containsExactly(1L);
            assertThat(feed.after(1).changes()).isEmpty();
            assertThat(feed.snapshot().topology().missedBy(ClientType.GATEWAY, new UUID(0, 9), 2))
                    .isPresent();
            assertThat(feed.snapshot().topology().missedBy(ClientType.GATEWAY, new UUID(0, 9), 1))
                    .isEmpty();
        }
    }

    @Test
    void certificatesOfTheLogAreNotReadAgain() throws Exception {
        var reads = new AtomicInteger();
        var counting = new CertificateRows(null) {
            @Override
            CertificateFacts of(ResultSet row) {
                return new CertificateFacts("a.example", "chain", "key " + reads.incrementAndGet(), Instant.EPOCH);
            }
        };
        try (var connection = source.connect("test")) {
            withLog(connection, "{\"kind\": \"certificate_stored\", \"domain\": \"a.example\"}");
            execute(connection, """
                    CREATE TEMPORARY TABLE certificates AS SELECT gen_random_uuid() AS id, 'a.example' AS domain,
                        'chain' AS certificate, 'sealed' AS private_key, now() AS expires_at
                    """);

            var topology = new FeedConnection(connection, counting).snapshot().topology();

            assertThat(topology.missedBy(ClientType.GATEWAY, new UUID(0, 9), 1).orElseThrow())
                    .hasSize(2);
            assertThat(reads).hasValue(1);
        }
    }

    /** A log of its own with three entries, the second of which is the given one. */
    private static void withLog(Connection connection, String second) throws SQLException {
        var entry = "INSERT INTO change_log (revision, change) VALUES (%s, '%s')";
        var known = "{\"kind\": \"certificate_deleted\", \"domain\": \"a.example\"}";
        execute(
                connection,
                "CREATE TEMPORARY TABLE change_log (LIKE public.change_log INCLUDING ALL)",
                "CREATE TEMPORARY TABLE control_state AS SELECT gen_random_uuid() AS epoch, 3::bigint AS revision",
                entry.formatted(1, known),
                entry.formatted(2, second),
                entry.formatted(3, known));
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
