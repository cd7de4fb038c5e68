package io.kakuremichi.control.chaos;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** {@code change_log}, read from the database and kept. Confined to the thread of the run. */
final class Log {
    private final Site site;
    private final List<LogEntry> entries = new ArrayList<>();

    Log(Site site) {
        this.site = site;
    }

    /** Reads what is new. */
    void advance() throws SQLException, IOException {
        var after = entries.isEmpty() ? 0 : entries.getLast().revision();
        try (var connection = site.connection();
                var query = connection.prepareStatement(
                        "SELECT revision, change FROM change_log WHERE revision > ? ORDER BY revision")) {
            query.setLong(1, after);
            var rows = query.executeQuery();
            while (rows.next()) {
                entries.add(new LogEntry(rows.getLong(1), Items.JSON.readTree(rows.getString(2))));
            }
        }
    }

    /** All so far; it grows with {@link #advance}. */
    List<LogEntry> entries() {
        return entries;
    }

    long head() {
        return entries.isEmpty() ? 0 : entries.getLast().revision();
    }

    String epoch() throws SQLException {
        try (var connection = site.connection();
                var row = connection.createStatement().executeQuery("SELECT epoch FROM control_state")) {
            row.next();
            return row.getString(1);
        }
    }
}
