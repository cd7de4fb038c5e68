package io.kakuremichi.control.feed;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.change.Change;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads older changes from the log, with a connection of the pool. Blocks. */
@Singleton
public class LoggedChanges {
    private static final String BETWEEN = """
            SELECT s.epoch, s.revision AS head, l.revision, l.change, l.created_at, c.expires_at
            FROM control_state s
                LEFT JOIN LATERAL (
                    SELECT revision, change, created_at FROM change_log
                    WHERE revision > ? AND revision <= ? ORDER BY revision LIMIT ?
                ) l ON true
                LEFT JOIN certificates c ON l.change ->> 'kind' = 'certificate_stored' AND c.domain = l.change ->> 'domain'
            ORDER BY l.revision
            """;

    private final AgroalDataSource dataSource;

    LoggedChanges(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Reads changes after one revision, up to and including another, in order; at most {@code limit} of them, and up to the first one that
     * this version cannot read.
     */
    public Batch between(long after, long last, int limit) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(BETWEEN)) {
            statement.setLong(1, after);
            statement.setLong(2, last);
            statement.setInt(3, limit);
            try (var rows = statement.executeQuery()) {
                rows.next();
                var epoch = rows.getObject("epoch", UUID.class);
                var head = rows.getLong("head");
                var entries = new ArrayList<Entry>();
                if (rows.getObject("revision") != null) {
                    do {
                        var change = ChangeJson.read(rows.getString("change"));
                        if (change.isEmpty()) {
                            break;
                        }
                        entries.add(entry(rows, change.get()));
                    } while (rows.next());
                }
                return new Batch(epoch, head, entries);
            }
        }
    }

    private static Entry entry(ResultSet row, Change change) throws SQLException {
        var expiresAt = row.getObject("expires_at", OffsetDateTime.class);
        return new Entry(
                row.getLong("revision"),
                change,
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                expiresAt == null ? null : expiresAt.toInstant());
    }

    /**
     * A part of the log, with the history that it belongs to, read at one moment.
     *
     * @param head the newest revision
     */
    public record Batch(UUID epoch, long head, List<Entry> entries) {}

    /**
     * An entry of the log.
     *
     * @param certificateExpiresAt of a certificate that was stored; null for other changes, and if it has been deleted since
     */
    public record Entry(
            long revision,
            Change change,
            Instant at,
            @Nullable Instant certificateExpiresAt) {}
}
