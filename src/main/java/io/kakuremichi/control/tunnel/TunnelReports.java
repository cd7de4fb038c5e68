package io.kakuremichi.control.tunnel;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.database.BatchWrite;
import io.kakuremichi.control.database.DatabaseFailures;
import io.kakuremichi.control.state.StateHints;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Stores agents' tunnel reports: the newest one for each tunnel, written in batches after a short delay. A failed write
 * is retried after 5 s, together with the reports that arrived meanwhile; at most one report for each tunnel waits.
 */
@ApplicationScoped
public class TunnelReports {
    private static final Logger LOG = Logger.getLogger(TunnelReports.class);
    private static final long DELAY_MS = 250;
    private static final long RETRY_MS = 5_000;
    private static final long STOP_SECONDS = 2;

    /** Returns the tunnels whose status is another one: the query sees the rows as they were before the statement. */
    private static final String WRITE = """
            WITH written AS (
                INSERT INTO tunnel_reports AS r (tunnel_id, status, reported_at)
                SELECT t.id, reported.status, ?::timestamptz
                FROM unnest(?::uuid[], ?::text[]) AS reported (tunnel_id, status)
                    JOIN tunnels t ON t.id = reported.tunnel_id
                ORDER BY t.id FOR KEY SHARE OF t
                ON CONFLICT (tunnel_id) DO UPDATE SET status = excluded.status, reported_at = excluded.reported_at
                RETURNING tunnel_id, status
            )
            SELECT w.tunnel_id FROM written w LEFT JOIN tunnel_reports before ON before.tunnel_id = w.tunnel_id
            WHERE before.status IS DISTINCT FROM w.status
            """;

    private final AgroalDataSource dataSource;
    private final StateHints hints;
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("tunnel-reports").daemon().factory());

    /** Guarded by itself. */
    private final Map<UUID, String> pending = new HashMap<>();

    /** Whether the last write failed, which is logged once. Confined to the writer. */
    private boolean failing;

    TunnelReports(AgroalDataSource dataSource, StateHints hints) {
        this.dataSource = dataSource;
        this.hints = hints;
    }

    /** Stores statuses by tunnel. Any thread; never waits for the database. */
    public void report(Map<UUID, String> statuses) {
        synchronized (pending) {
            var scheduled = !pending.isEmpty();
            pending.putAll(statuses);
            if (!scheduled && !pending.isEmpty()) {
                schedule(DELAY_MS);
            }
        }
    }

    private void schedule(long delay) {
        try {
            writer.schedule(this::write, delay, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("This replica stops; its clients report their tunnels to another one");
        }
    }

    private void write() {
        Map<UUID, String> batch;
        synchronized (pending) {
            batch = Map.copyOf(pending);
            pending.clear();
        }
        try {
            BatchWrite.execute(
                    List.copyOf(batch.entrySet()),
                    this::insert,
                    (report, reason) -> LOG.warnf(
                            "The database refuses a report about the tunnel=%s, which is dropped: %s",
                            report.getKey(), reason.getMessage()));
            failing = false;
        } catch (Throwable e) {
            // Of any kind: the executor discards exceptions without a log line.
            if (DatabaseFailures.isTemporary(e)) {
                if (!failing) {
                    LOG.warnf("Tunnel reports could not be written and are retried: %s", e.getMessage());
                }
                failing = true;
                retry(batch);
            } else {
                // A retry would fail again and block all later reports.
                LOG.errorf(e, "%s tunnel reports could not be written", batch.size());
            }
        }
    }

    private void insert(List<Map.Entry<UUID, String>> reports) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(WRITE)) {
            statement.setString(1, Instant.now().toString());
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "uuid", reports.stream().map(Map.Entry::getKey).toArray()));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "text", reports.stream().map(Map.Entry::getValue).toArray()));
            try (var rows = statement.executeQuery()) {
                var changed = new ArrayList<UUID>();
                while (rows.next()) {
                    changed.add(rows.getObject(1, UUID.class));
                }
                hints.tunnels(changed);
            }
        }
    }

    /** Reports that arrived meanwhile take precedence over retried ones. */
    private void retry(Map<UUID, String> batch) {
        synchronized (pending) {
            var scheduled = !pending.isEmpty();
            batch.forEach(pending::putIfAbsent);
            if (!scheduled) {
                schedule(RETRY_MS);
            }
        }
    }

    /** Writes the waiting reports before the database stops. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        writer.shutdown();
        if (!writer.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("The last tunnel reports were not written");
        }
    }
}
