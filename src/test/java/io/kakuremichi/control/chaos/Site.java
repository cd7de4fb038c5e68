package io.kakuremichi.control.chaos;

import io.kakuremichi.control.embeddedpostgres.EmbeddedPostgres;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlProcess;
import io.kakuremichi.control.harness.FreePort;
import io.kakuremichi.control.harness.TcpProxy;
import io.kakuremichi.control.harness.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/** Three replicas of Control over one PostgreSQL, with a proxy on each way there and each way to clients. */
final class Site implements AutoCloseable {
    private static final int REPLICAS = 3;

    private final Path directory;
    private final List<Replica> replicas = new ArrayList<>();
    private EmbeddedPostgres database;

    private Site(Path directory) {
        this.directory = directory;
    }

    /** One replica, on ports that stay the same when its process is another. */
    static final class Replica {
        final String name;
        final TcpProxy toDatabase;
        final TcpProxy fromClients;
        private final Path directory;
        private final Map<String, String> settings;
        private final List<ControlProcess> processes = new ArrayList<>();
        private volatile ControlProcess process;

        private Replica(String name, Path directory, EmbeddedPostgres database, int queue) throws IOException {
            var port = FreePort.find();
            this.name = name;
            this.directory = directory;
            this.toDatabase = new TcpProxy(database.port());
            this.fromClients = new TcpProxy(port);
            this.settings = Map.of(
                    "KAKUREMICHI_SESSION_OUTBOUND_QUEUE",
                    String.valueOf(queue),
                    "QUARKUS_HTTP_PORT",
                    String.valueOf(port),
                    "QUARKUS_DATASOURCE_JDBC_URL",
                    database.jdbcUrl().replace(":" + database.port(), ":" + toDatabase.port()),
                    "QUARKUS_DATASOURCE_USERNAME",
                    database.username(),
                    "QUARKUS_DATASOURCE_PASSWORD",
                    database.password(),
                    "KAKUREMICHI_ENCRYPTION_KEY",
                    TestDatabase.ENCRYPTION_KEY,
                    "KAKUREMICHI_REPLICA",
                    name,
                    // The check reads all of it, however long the run is.
                    "KAKUREMICHI_FEED_RETAINED_CHANGES",
                    "100000000");
        }

        /** Starts a process and waits until it is ready. */
        void start() throws IOException {
            process = ControlProcess.start(directory, settings);
            processes.add(process);
        }

        /** What all its processes printed. */
        String logs() {
            return processes.stream().map(ControlProcess::log).collect(Collectors.joining());
        }

        ControlProcess process() {
            return process;
        }

        /** REST and WebSocket, through the proxy. */
        URI address() {
            return URI.create("http://localhost:" + fromClients.port());
        }
    }

    static Site start(Path directory) throws IOException {
        var site = new Site(directory);
        site.database = EmbeddedPostgres.start(directory.resolve("database"), TestDatabase.BINARIES);
        for (var number = 0; number < REPLICAS; number++) {
            // A short queue on the last one, so that slow clients are cut over to a configuration there.
            var queue = number == REPLICAS - 1 ? 8 : 256;
            site.replicas.add(new Replica("replica-" + number, directory.resolve("unused"), site.database, queue));
        }
        // The first one makes the schema; the others wait for its lock, so they may come together.
        var starts = site.replicas.stream()
                // Not on the common pool: REST Assured's first call waits for a task there, and on two cores it has one
                // thread.
                .map(replica -> CompletableFuture.runAsync(
                        () -> {
                            try {
                                replica.start();
                            } catch (IOException e) {
                                throw new CompletionException(e);
                            }
                        },
                        Thread::startVirtualThread))
                .toList();
        starts.forEach(CompletableFuture::join);
        return site;
    }

    List<Replica> replicas() {
        return replicas;
    }

    ControlApi api(int replica) {
        return new ControlApi(replicas.get(replica).address(), ControlProcess.ADMIN_TOKEN);
    }

    /** A connection of our own, through no proxy. */
    Connection connection() throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
    }

    /** Stops PostgreSQL and starts it again, on another port, where all proxies lead from then on. */
    void restartDatabase() {
        database.close();
        database = EmbeddedPostgres.start(directory.resolve("database"), TestDatabase.BINARIES);
        replicas.forEach(replica -> replica.toDatabase.retarget(database.port()));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (var replica : replicas) {
            if (replica.process != null) {
                replica.process.kill();
            }
            replica.fromClients.close();
            replica.toDatabase.close();
        }
        database.close();
    }
}
