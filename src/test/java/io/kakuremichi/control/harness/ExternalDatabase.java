package io.kakuremichi.control.harness;

import io.kakuremichi.control.embeddedpostgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A PostgreSQL that replicas share as an external one, each by a proxy of its own. */
public final class ExternalDatabase implements AutoCloseable {
    private final Path directory;
    private final List<TcpProxy> proxies = new CopyOnWriteArrayList<>();
    private EmbeddedPostgres postgres;

    private ExternalDatabase(Path directory, EmbeddedPostgres postgres) {
        this.directory = directory;
        this.postgres = postgres;
    }

    public static ExternalDatabase start(Path directory) {
        DatabaseTemplate.copyTo(directory);
        return new ExternalDatabase(directory, EmbeddedPostgres.start(directory, TestDatabase.BINARIES));
    }

    /** Stops the server and lets its files be worked on, then starts it on another port. */
    public void restart(Work work) throws Exception {
        postgres.close();
        work.on(directory.resolve("pgdata"));
        postgres = EmbeddedPostgres.start(directory, TestDatabase.BINARIES);
        proxies.forEach(proxy -> proxy.retarget(port()));
    }

    /** Something done to the files of a server that does not run. */
    public interface Work {
        void on(Path cluster) throws Exception;
    }

    public int port() {
        return postgres.port();
    }

    public String jdbcUrl() {
        return postgres.jdbcUrl();
    }

    public String username() {
        return postgres.username();
    }

    /** The superuser's password. */
    public String password() {
        return postgres.password();
    }

    /** A way to the server that can be cut, and follows it when it restarts on another port. */
    public TcpProxy proxy() throws IOException {
        var proxy = new TcpProxy(port());
        proxies.add(proxy);
        return proxy;
    }

    /** Starts a replica of that name, which reaches the server by the proxy, and waits until it is ready. */
    public ControlProcess replica(String name, TcpProxy proxy, Map<String, String> settings) throws IOException {
        return ControlProcess.start(directory.resolveSibling("unused"), settings(name, proxy, settings));
    }

    /** The same with other options of the JVM, which a binary goes without. */
    public ControlProcess replica(String name, TcpProxy proxy, Map<String, String> settings, List<String> jvmOptions)
            throws IOException {
        return ControlProcess.start(directory.resolveSibling("unused"), settings(name, proxy, settings), jvmOptions);
    }

    public ControlProcess replica(String name, TcpProxy proxy) throws IOException {
        return replica(name, proxy, Map.of());
    }

    private Map<String, String> settings(String name, TcpProxy proxy, Map<String, String> settings) {
        var all = new HashMap<>(Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL",
                postgres.jdbcUrl().replace(":" + port(), ":" + proxy.port()),
                "QUARKUS_DATASOURCE_USERNAME",
                postgres.username(),
                "QUARKUS_DATASOURCE_PASSWORD",
                postgres.password(),
                "KAKUREMICHI_ENCRYPTION_KEY",
                TestDatabase.ENCRYPTION_KEY,
                "KAKUREMICHI_REPLICA",
                name));
        all.putAll(settings);
        return all;
    }

    /** Runs statements as the superuser, each a transaction of its own. */
    public void execute(String... statements) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The first column of the first row, as text. */
    public String query(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
    }

    @Override
    public void close() {
        postgres.close();
    }
}
