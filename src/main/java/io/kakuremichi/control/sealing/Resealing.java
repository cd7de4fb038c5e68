package io.kakuremichi.control.sealing;

import io.kakuremichi.control.credential.KeyRing;
import io.kakuremichi.control.credential.SealedColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Reseals values under the newest key, some hundred rows at a time. Single use, confined to one thread. */
final class Resealing {
    private static final Logger LOG = Logger.getLogger(Resealing.class);
    private static final int BATCH = 500;
    private static final UUID FIRST = new UUID(0, 0);

    private final Connection connection;
    private final KeyRing keys;
    private final Instant deadline;

    private int changed;
    private int failed;

    /** @param deadline no batch starts after this */
    Resealing(Connection connection, KeyRing keys, Instant deadline) {
        this.connection = connection;
        this.keys = keys;
        this.deadline = deadline;
    }

    /**
     * The result.
     *
     * @param changed the number of resealed values
     * @param failed the number of values that cannot be opened and were left unchanged
     * @param complete whether all values were visited before the deadline
     */
    record Result(int changed, int failed, boolean complete) {}

    /** Visits all columns. Finished batches stay committed if it fails or ends early. */
    Result run() throws SQLException {
        for (var column : SealedColumn.values()) {
            if (!reseal(column)) {
                return new Result(changed, failed, false);
            }
        }
        return new Result(changed, failed, true);
    }

    /** Reseals one column; returns whether it was completed. */
    private boolean reseal(SealedColumn column) throws SQLException {
        var last = FIRST;
        for (var rows = older(column, last); !rows.isEmpty(); rows = older(column, last)) {
            for (var row : rows.entrySet()) {
                last = row.getKey();
                reseal(column, last, row.getValue());
            }
            if (!Instant.now().isBefore(deadline)) {
                return false;
            }
        }
        return true;
    }

    private void reseal(SealedColumn column, UUID id, String sealed) throws SQLException {
        try {
            changed += replace(column, id, sealed);
        } catch (KeyRing.SealBrokenException e) {
            failed++;
            LOG.errorf("%s: %s", column.of(id), e.getMessage());
        }
    }

    private Map<UUID, String> older(SealedColumn column, UUID after) throws SQLException {
        var sql = "SELECT id, %2$s FROM %1$s WHERE id > ? AND NOT starts_with(%2$s, ?) ORDER BY id LIMIT %3$s"
                .formatted(column.table(), column.column(), BATCH);
        try (var statement = connection.prepareStatement(sql)) {
            statement.setObject(1, after);
            statement.setString(2, keys.newestPrefix());
            try (var rows = statement.executeQuery()) {
                var older = new LinkedHashMap<UUID, String>();
                while (rows.next()) {
                    older.put(rows.getObject(1, UUID.class), rows.getString(2));
                }
                return older;
            }
        }
    }

    private int replace(SealedColumn column, UUID id, String sealed) throws SQLException {
        var context = column.of(id);
        var sql = "UPDATE %1$s SET %2$s = ? WHERE id = ? AND %2$s = ?".formatted(column.table(), column.column());
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, keys.seal(keys.open(sealed, context), context));
            statement.setObject(2, id);
            statement.setString(3, sealed);
            return statement.executeUpdate();
        }
    }
}
