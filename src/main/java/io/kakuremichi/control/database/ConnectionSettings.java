package io.kakuremichi.control.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import org.postgresql.PGConnection;

/**
 * Sets on a new connection what Control relies on, so that the defaults of the server, the database and the role don't matter.
 *
 * <p>Only settings with another value are changed: a sane role costs two round trips and leaves nothing behind on a server connection
 * that a pooler shares. The driver's socket timeout limits statements, so the server's limits are switched off.
 *
 * <p>Two settings keep what an administrator may have meant. {@code synchronous_commit} is changed only if it is off, because then a
 * crash loses changes that were confirmed. {@code default_transaction_read_only} is changed only if it belongs to the role: for a whole
 * server or database it fences off writers, and Control then waits for a server that accepts writes.
 */
public final class ConnectionSettings {
    /** Before anything else: the default may be too short for the next statement. */
    private static final String WITHOUT_LIMIT = "SET statement_timeout = 0";

    /**
     * The schema is the first one of the search path that exists. The path is then reduced to it, so that no table or function of
     * another schema takes the place of Control's own or PostgreSQL's. Settings that the server's version lacks are skipped.
     */
    private static final String APPLY = """
            WITH changed AS MATERIALIZED (
                SELECT set_config(s.name, wanted.value, false) AS value
                FROM (VALUES
                    ('default_transaction_isolation', 'read committed'),
                    ('default_transaction_deferrable', 'off'),
                    ('default_transaction_read_only', 'off'),
                    ('synchronous_commit', 'on'),
                    ('lock_timeout', '0'),
                    ('transaction_timeout', '0'),
                    ('idle_in_transaction_session_timeout', '0'),
                    ('idle_session_timeout', '0'),
                    ('TimeZone', 'UTC'),
                    ('client_encoding', 'UTF8'),
                    ('DateStyle', 'ISO, MDY'),
                    ('IntervalStyle', 'postgres'),
                    ('bytea_output', 'hex'),
                    ('extra_float_digits', '1'),
                    ('array_nulls', 'on'),
                    ('standard_conforming_strings', 'on'),
                    ('transform_null_equals', 'off'),
                    ('row_security', 'on'),
                    ('session_replication_role', 'origin'),
                    ('exit_on_error', 'off')
                ) AS wanted (name, value) JOIN pg_catalog.pg_settings s ON s.name = wanted.name
                WHERE s.setting <> wanted.value
                    AND (s.name <> 'synchronous_commit' OR s.setting = 'off')
                    AND (s.name <> 'default_transaction_read_only' OR s.source IN ('user', 'database user'))
            )
            SELECT current_schema() AS schema,
                   set_config('search_path', coalesce(quote_ident(current_schema()), ''), false) AS search_path,
                   (SELECT count(value) FROM changed) AS changes
            """;

    private ConnectionSettings() {}

    /**
     * Applies the settings to the session.
     *
     * @throws SQLException with a sentence if the database or the role cannot be used
     */
    public static void apply(Connection connection) throws SQLException {
        checkEncoding(connection);
        try (var statement = connection.createStatement()) {
            statement.execute(WITHOUT_LIMIT);
            try (var row = statement.executeQuery(APPLY)) {
                row.next();
                if (row.getString("schema") == null) {
                    throw new UnusableDatabaseException(
                            "no schema of the database user's search_path exists; create one, or name one in the URL (?currentSchema=…)");
                }
            }
        }
    }

    /** The server reports its encoding at the start of a session. In another one, a text of one client may not be storable. */
    private static void checkEncoding(Connection connection) throws SQLException {
        var encoding = connection.unwrap(PGConnection.class).getParameterStatus("server_encoding");
        if (encoding != null && !encoding.toUpperCase(Locale.ROOT).equals("UTF8")) {
            throw new UnusableDatabaseException(
                    "the database has the encoding %s; Control needs one with UTF8 (CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0)"
                            .formatted(encoding));
        }
    }
}
