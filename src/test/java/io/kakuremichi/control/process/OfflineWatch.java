package io.kakuremichi.control.process;

import io.kakuremichi.control.harness.ExternalDatabase;
import io.kakuremichi.control.harness.TestClient;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Looks all the time whether one of the clients is shown offline. */
final class OfflineWatch implements AutoCloseable {
    private final ExternalDatabase database;
    private final Set<String> watched;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final AtomicInteger looks = new AtomicInteger();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    OfflineWatch(ExternalDatabase database, Collection<TestClient> clients) {
        this.database = database;
        this.watched =
                clients.stream().map(client -> client.id().toString()).collect(java.util.stream.Collectors.toSet());
        timer.scheduleWithFixedDelay(this::look, 0, 50, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT client_id FROM presence WHERE NOT online")) {
            while (rows.next()) {
                if (watched.contains(rows.getString(1))) {
                    seen.add(rows.getString(1));
                }
            }
            looks.incrementAndGet();
        } catch (SQLException e) {
            seen.add(e.toString());
        }
    }

    Set<String> seenOffline() {
        return seen;
    }

    int looks() {
        return looks.get();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
