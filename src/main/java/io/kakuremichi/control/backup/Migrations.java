package io.kakuremichi.control.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The migrations of this program, to create the schema of an older or equal version.
 *
 * <p>Flyway is not usable here. It commits each migration on a connection of its own, so a failed restore could be half
 * done. In a native binary it finds migrations only within a started Quarkus, which would already use the database to
 * be replaced. Its own table is restored as well, so Flyway continues from there at the next start.
 */
final class Migrations {
    /** All of this program, in order. A native binary can't list resources; a test compares this list with them. */
    static final List<String> ALL = List.of(
            "V1__initial.sql",
            "V2__tokens_and_audit.sql",
            "V3__delivery.sql",
            "V4__presence_in_place.sql",
            "V5__known_configurations.sql",
            "V6__console_sessions.sql",
            "V7__unique_names.sql",
            "V8__enrollment.sql",
            "V9__declarative_state.sql",
            "V10__tunnel_proxies.sql",
            "V11__makers_and_proxies.sql");

    private static final Pattern NAME = Pattern.compile("V[0-9][0-9_.]*__[A-Za-z0-9_]+\\.sql");

    /** Flyway's own definition; a test compares the two. */
    private static final String HISTORY = """
            CREATE TABLE flyway_schema_history (
                installed_rank integer NOT NULL CONSTRAINT flyway_schema_history_pk PRIMARY KEY,
                version varchar(50),
                description varchar(200) NOT NULL,
                type varchar(20) NOT NULL,
                script varchar(1000) NOT NULL,
                checksum integer,
                installed_by varchar(100) NOT NULL,
                installed_on timestamp NOT NULL DEFAULT now(),
                execution_time integer NOT NULL,
                success boolean NOT NULL
            );
            CREATE INDEX flyway_schema_history_s_idx ON flyway_schema_history (success);
            """;

    private Migrations() {}

    /** Whether this program has a migration with this file name. */
    static boolean has(String file) {
        return NAME.matcher(file).matches() && Migrations.class.getResource(path(file)) != null;
    }

    /** Creates the tables in the connection's transaction. */
    static void run(Connection connection, List<String> files) throws SQLException, IOException {
        try (var statement = connection.createStatement()) {
            statement.execute(HISTORY);
            for (var file : files) {
                statement.execute(text(file));
            }
        }
    }

    private static String text(String file) throws IOException {
        try (var resource = Migrations.class.getResourceAsStream(path(file))) {
            if (resource == null) {
                throw new IOException("this program has no migration " + file);
            }
            return new String(resource.readAllBytes(), UTF_8);
        }
    }

    private static String path(String file) {
        return "/db/migration/" + file;
    }
}
