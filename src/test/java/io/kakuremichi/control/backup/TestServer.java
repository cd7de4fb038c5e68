package io.kakuremichi.control.backup;

import io.kakuremichi.control.credential.DatabaseSeal;
import io.kakuremichi.control.credential.KeyRing;
import io.kakuremichi.control.embeddedpostgres.EmbeddedPostgres;
import io.kakuremichi.control.harness.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;

/** A PostgreSQL on which each test has databases of its own. */
final class TestServer implements AutoCloseable {
    static final KeyRing KEYS = KeyRing.parse(TestDatabase.ENCRYPTION_KEY);

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final EmbeddedPostgres postgres;

    TestServer(Path directory) throws SQLException {
        this.postgres = EmbeddedPostgres.start(directory, TestDatabase.BINARIES);
        // Databases are made and dropped all the time here, and none has to outlive the machine.
        try (var connection = connect("control");
                var statement = connection.createStatement()) {
            statement.execute("ALTER SYSTEM SET fsync = off");
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    /** A new database without any table. */
    Database empty() throws SQLException {
        return create("");
    }

    /** A new database with what another one has. */
    Database copyOf(Database template) throws SQLException {
        return create(" TEMPLATE " + template.name());
    }

    /** A new database with the schema of that version and something in every column. */
    Database filled(String version) throws SQLException {
        var database = empty();
        database.migrate(version);
        database.execute(Fixture.STATEMENTS);
        if (!version.equals("2")) {
            database.execute(Fixture.SINCE_VERSION_3);
        }
        if (version.equals("latest")) {
            database.execute(Fixture.OF_THE_NEWEST);
        }
        database.execute("UPDATE control_state SET revision = 3, seal_check = '" + DatabaseSeal.of(KEYS) + "'");
        return database;
    }

    private Database create(String template) throws SQLException {
        var name = "test" + NAMES.incrementAndGet();
        try (var connection = connect("control");
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + template);
        }
        return new Database(name);
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database), postgres.username(), postgres.password());
    }

    private String url(String database) {
        return postgres.jdbcUrl().replace("/control", "/" + database);
    }

    @Override
    public void close() {
        postgres.close();
    }

    final class Database {
        private final String name;

        private Database(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        Connection connect() throws SQLException {
            return TestServer.this.connect(name);
        }

        /** As a start of a Control whose newest migration that is; "latest" for this one. */
        void migrate(String version) {
            Flyway.configure()
                    .dataSource(url(name), postgres.username(), postgres.password())
                    .target(version)
                    .load()
                    .migrate();
        }

        void execute(String... statements) throws SQLException {
            try (var connection = connect();
                    var statement = connection.createStatement()) {
                for (var sql : statements) {
                    statement.execute(sql);
                }
            }
        }

        Path backUp(Path directory) throws Exception {
            var file = Files.createTempFile(directory, name, ".zip");
            try (var snapshot = Snapshot.of(connect());
                    var out = Files.newOutputStream(file)) {
                snapshot.writeTo(out, KEYS, "1.2.3");
            }
            return file;
        }

        /** As the command does. */
        void restore(Path file, boolean force) throws Exception {
            try (var archive = Archive.open(file, KEYS);
                    var connection = connect()) {
                new ArchiveLoader(connection, archive, KEYS).run(force, false);
            }
        }

        List<String> query(String sql) throws SQLException {
            try (var connection = connect()) {
                return query(connection, sql);
            }
        }

        private static List<String> query(Connection connection, String sql) throws SQLException {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery(sql)) {
                var found = new ArrayList<String>();
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
                return found;
            }
        }

        List<String> tables() throws SQLException {
            return query("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename");
        }

        /** Every row of every table, as text. */
        Map<String, List<String>> content() throws SQLException {
            var content = new TreeMap<String, List<String>>();
            try (var connection = connect()) {
                for (var table : tables()) {
                    content.put(table, query(connection, "SELECT t::text FROM " + table + " t ORDER BY 1"));
                }
            }
            return content;
        }

        /** Columns that are null in every row, with their tables. */
        List<String> emptyColumns(List<String> tables) throws SQLException {
            var empty = new ArrayList<String>();
            try (var connection = connect()) {
                for (var table : tables) {
                    for (var column : query(
                            connection,
                            "SELECT column_name FROM information_schema.columns WHERE table_name = '" + table
                                    + "' AND table_schema = 'public'")) {
                        if (query(connection, "SELECT count(" + column + ") FROM " + table)
                                .equals(List.of("0"))) {
                            empty.add(table + "." + column);
                        }
                    }
                }
            }
            return empty;
        }

        /** Columns, constraints and indexes in words. */
        String schema() throws SQLException {
            return query("""
                            SELECT concat_ws(' ', table_name, ordinal_position, column_name, data_type, is_nullable,
                                character_maximum_length, column_default)
                            FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1
                            """).stream().collect(Collectors.joining("\n"))
                    + query("""
                            SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
                            FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1
                            """)
                    + query("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1");
        }
    }
}
