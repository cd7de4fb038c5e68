package io.kakuremichi.control.platform;

import io.kakuremichi.control.credential.KeyRing;
import io.kakuremichi.control.credential.SealedColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** Brings sealed values under the newest key, some hundred rows at a time. */
final class Resealing {
    private static final Logger LOG = Logger.getLogger(Resealing.class);
    private static final int BATCH = 500;
    private static final UUID FIRST = new UUID(0, 0);

    private final Connection connection;
    private final KeyRing keys;

    Resealing(Connection connection, KeyRing keys) {
        this.connection = connection;
        this.keys = keys;
    }

    /**
     * Goes through all columns.
     *
     * @param failed counts values that can't be opened
     * @return how many values were sealed anew
     */
    int run(AtomicInteger failed) throws SQLException {
        var resealed = 0;
        for (var column : SealedColumn.values()) {
            var last = FIRST;
            for (var rows = older(column, last); !rows.isEmpty(); rows = older(column, last)) {
                for (var row : rows.entrySet()) {
                    last = row.getKey();
                    try {
                        resealed += replace(column, last, row.getValue());
                    } catch (KeyRing.SealBrokenException e) {
                        failed.incrementAndGet();
                        LOG.errorf("%s: %s", column.of(last), e.getMessage());
                    }
                }
            }
        }
        return resealed;
    }

    private Map<UUID, String> older(SealedColumn column, UUID after) throws SQLException {
        var sql = "SELECT id, %2$s FROM %1$s WHERE id > ? AND NOT starts_with(%2$s, ?) ORDER BY id LIMIT %3$d"
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
