package io.kakuremichi.control.backup;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the next start of this program would do with the schema of a database.
 *
 * @param applied file names of the migrations that the database has, in order; empty for a database without Control's tables
 * @param pending file names of those that it lacks, in order
 */
record PendingMigrations(List<String> applied, List<String> pending) {
    private static final String HAS_HISTORY = "SELECT to_regclass('" + Tables.MIGRATIONS + "') IS NOT NULL";

    /** Flyway records the path when run by Quarkus, and the file name otherwise. */
    private static final String APPLIED = "SELECT regexp_replace(script, '.*/', '') FROM " + Tables.MIGRATIONS
            + " WHERE success ORDER BY installed_rank";

    static PendingMigrations of(Connection connection) throws SQLException {
        var applied = new ArrayList<String>();
        try (var statement = connection.createStatement()) {
            var hasHistory = false;
            try (var row = statement.executeQuery(HAS_HISTORY)) {
                row.next();
                hasHistory = row.getBoolean(1);
            }
            if (hasHistory) {
                try (var rows = statement.executeQuery(APPLIED)) {
                    while (rows.next()) {
                        applied.add(rows.getString(1));
                    }
                }
            }
        }
        var pending =
                Migrations.ALL.stream().filter(file -> !applied.contains(file)).toList();
        return new PendingMigrations(applied, pending);
    }

    /** Whether the schema has data that a migration may damage. */
    boolean isUpgrade() {
        return !applied.isEmpty() && !pending.isEmpty();
    }

    /** The version of the schema. */
    String version() {
        return version(applied.getLast());
    }

    /** The version of the schema after the next start. */
    String nextVersion() {
        return version(pending.getLast());
    }

    private static String version(String file) {
        return file.substring(1, file.indexOf("__"));
    }

    /** Those that only a newer program has. */
    List<String> ofNewerControl() {
        return applied.stream().filter(file -> !Migrations.has(file)).toList();
    }
}
