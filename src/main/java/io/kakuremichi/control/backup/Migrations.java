package io.kakuremichi.control.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The migrations that are part of this program, for making the schema of an older or equal version.
 *
 * <p>Not by Flyway: it commits each migration on a connection of its own, so that a restore could be left half-way; and in a
 * native binary it only finds migrations within a started Quarkus, whose start would already use the database that is to be
 * replaced. Flyway goes on from here at the next start, because its own table is restored as well.
 */
final class Migrations {
    private static final Pattern NAME = Pattern.compile("V[0-9][0-9_.]*__[A-Za-z0-9_]+\\.sql");

    /** As Flyway makes it; a test compares the two. */
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

    /** Whether this program has the migration of that file's name. */
    static boolean has(String file) {
        return NAME.matcher(file).matches() && Migrations.class.getResource(path(file)) != null;
    }

    /** Makes the tables, in the connection's transaction. */
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
