package io.kakuremichi.control.audit;

import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Inserts entries in one batch, in the thread's transaction if there is one. */
@Singleton
class AuditTable {
    private static final String INSERT = """
            INSERT INTO audit (id, at, actor, role, address, method, action, subject, outcome, status, count)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """;

    private final AgroalDataSource dataSource;

    AuditTable(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Inserts one entry.
     *
     * @throws IllegalStateException caused by the {@link SQLException}
     */
    void insert(AuditEntry entry) {
        try {
            insert(List.of(Row.of(entry)));
        } catch (SQLException e) {
            throw new IllegalStateException("the audit entry could not be written", e);
        }
    }

    /**
     * Inserts entries in one batch.
     *
     * @throws IllegalStateException caused by the {@link SQLException}
     */
    void insertAll(Collection<AuditEntry> entries) {
        try {
            insert(entries.stream().map(Row::of).toList());
        } catch (SQLException e) {
            throw new IllegalStateException("the audit entries could not be written", e);
        }
    }

    /** Inserts rows; those that exist already are skipped, so that a batch of which a part was written can be repeated. */
    void insert(Collection<Row> rows) throws SQLException {
        try (var connection = dataSource.getConnection();
                var insert = connection.prepareStatement(INSERT)) {
            for (var row : rows) {
                bind(insert, row);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void bind(PreparedStatement insert, Row row) throws SQLException {
        var entry = row.entry();
        var role = entry.role();
        insert.setObject(1, row.id());
        insert.setObject(2, entry.at().atOffset(ZoneOffset.UTC));
        insert.setString(3, entry.actor());
        insert.setString(4, role == null ? null : role.wireName());
        insert.setString(5, entry.address());
        insert.setString(6, entry.method());
        insert.setString(7, entry.action());
        insert.setString(8, entry.subject());
        insert.setString(9, entry.outcome().wireName());
        insert.setObject(10, entry.status(), Types.INTEGER);
        insert.setLong(11, entry.count());
    }

    /**
     * A UUID of version 7 for a given time, so that entries that are written late still sort by the time of the action.
     * The twelve bits after the milliseconds are their fraction (RFC 9562, 6.2, method 3).
     */
    static UUID id(Instant at) {
        var fraction = at.get(ChronoField.NANO_OF_SECOND) % 1_000_000L * 4_096 / 1_000_000;
        var high = at.toEpochMilli() << 16 | 0x7000 | fraction;
        var low = ThreadLocalRandom.current().nextLong() >>> 2 | Long.MIN_VALUE;
        return new UUID(high, low);
    }

    /** An entry and its id. */
    record Row(UUID id, AuditEntry entry) {
        static Row of(AuditEntry entry) {
            return new Row(AuditTable.id(entry.at()), entry);
        }
    }
}
