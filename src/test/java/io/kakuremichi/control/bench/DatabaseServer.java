package io.kakuremichi.control.bench;

import io.kakuremichi.control.embeddedpostgres.EmbeddedPostgres;
import io.kakuremichi.control.harness.FreePort;
import io.kakuremichi.control.harness.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The PostgreSQL that Control brings along, with a database for each of the worlds that are measured. */
final class DatabaseServer implements AutoCloseable {
    private final Path directory;
    private final EmbeddedPostgres postgres;
    private final AtomicInteger databases = new AtomicInteger();

    private DatabaseServer(Path directory, EmbeddedPostgres postgres) {
        this.directory = directory;
        this.postgres = postgres;
    }

    static DatabaseServer start(Path directory) {
        return new DatabaseServer(directory, EmbeddedPostgres.start(directory, TestDatabase.BINARIES));
    }

    /** A new database with that in it. */
    Database create(World world) throws SQLException {
        var name = "bench" + databases.incrementAndGet();
        try (var connection = connect("postgres");
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        world.create(url(name), postgres.username(), postgres.password());
        return new Database(name);
    }

    private String url(String name) {
        return "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + name;
    }

    private Connection connect(String name) throws SQLException {
        return DriverManager.getConnection(url(name), postgres.username(), postgres.password());
    }

    /** CPU seconds of the server and all its processes that are still there. */
    double cpuSeconds() throws IOException {
        var pid = Files.readAllLines(directory.resolve("pgdata/postmaster.pid")).getFirst();
        return ProcessCosts.cpuSeconds(Long.parseLong(pid), true);
    }

    @Override
    public void close() {
        postgres.close();
    }

    /** One of its databases. */
    final class Database {
        private final String name;

        private Database(String name) {
            this.name = name;
        }

        /** What makes a Control use it, on ports of its own. */
        Map<String, String> settings() throws IOException {
            return Map.of(
                    "QUARKUS_HTTP_PORT", String.valueOf(FreePort.find()),
                    "QUARKUS_MANAGEMENT_PORT", String.valueOf(FreePort.find()),
                    "QUARKUS_DATASOURCE_JDBC_URL", url(name),
                    "QUARKUS_DATASOURCE_USERNAME", postgres.username(),
                    "QUARKUS_DATASOURCE_PASSWORD", postgres.password(),
                    "KAKUREMICHI_ENCRYPTION_KEY", TestDatabase.ENCRYPTION_KEY);
        }

        Connection connect() throws SQLException {
            return DatabaseServer.this.connect(name);
        }

        DatabaseServer server() {
            return DatabaseServer.this;
        }

        long online() {
            try (var connection = connect()) {
                return number(connection, "SELECT count(*) FROM presence WHERE online");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Transactions since its beginning, asked for from another database and so not counted themselves. */
        long commits() throws SQLException {
            try (var connection = DatabaseServer.this.connect("postgres")) {
                return number(connection, "SELECT xact_commit FROM pg_stat_database WHERE datname = '" + name + "'");
            }
        }

        private static long number(Connection connection, String sql) throws SQLException {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery(sql)) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }
}
