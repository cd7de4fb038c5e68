package io.kakuremichi.control.overview;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Counts the changes of the last hour by minute. Entries of the log are never modified, so each one is counted once; the log
 * has no index by time. Not thread-safe: one reading at a time.
 */
final class ChangeRate {
    /** The minutes that are counted, the running one included. */
    static final int MINUTES = 60;

    private static final String COUNT = """
            SELECT date_trunc('minute', created_at) AS minute, count(*) AS changes, max(revision) AS last
            FROM change_log WHERE revision > ? AND created_at > now() - interval '%s minutes' GROUP BY 1
            """.formatted(MINUTES);

    private final TreeMap<Instant, Long> counts = new TreeMap<>();
    private @Nullable UUID epoch;
    private long counted;

    /**
     * The changes of each minute, oldest first.
     *
     * @param now the database's time
     */
    List<Long> count(Connection connection, UUID currentEpoch, Instant now) throws SQLException {
        if (!currentEpoch.equals(epoch)) {
            counts.clear();
            counted = -1;
            epoch = currentEpoch;
        }
        var fresh = Rows.of(
                connection,
                COUNT,
                row -> new Minute(Rows.instant(row, "minute"), row.getLong("changes"), row.getLong("last")),
                counted);
        fresh.forEach(minute -> {
            counts.merge(minute.begin(), minute.changes(), Long::sum);
            counted = Math.max(counted, minute.last());
        });
        var running = now.truncatedTo(ChronoUnit.MINUTES);
        var first = running.minus(MINUTES - 1, ChronoUnit.MINUTES);
        counts.headMap(first).clear();
        var series = new ArrayList<Long>(MINUTES);
        for (var minute = first; !minute.isAfter(running); minute = minute.plus(1, ChronoUnit.MINUTES)) {
            series.add(counts.getOrDefault(minute, 0L));
        }
        return series;
    }

    private record Minute(Instant begin, long changes, long last) {}
}
