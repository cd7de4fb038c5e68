package io.kakuremichi.control.presence;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.state.StateHints;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

/**
 * Updates of the rows of sessions that have arrived. Plain JDBC, because each statement is about a set of rows: thousands of entities
 * would be read to write one column of each.
 *
 * <p>Several replicas run them at once. So they lock their rows in the order of the clients' ids before they write any: two statements
 * that share rows wait for each other in one direction only.
 *
 * <p>Lists are joined with tables by the tables' keys, never with one another: the planner does not know how long a list is, assumes a
 * short one, and may compare each entry with each.
 */
@Singleton
class PresenceTable {
    private static final String LEAVE = """
            WITH ended AS (
                SELECT p.client_id FROM unnest(?::uuid[], ?::uuid[]) AS leaving (client_id, session_id)
                    JOIN presence p ON p.client_id = leaving.client_id AND p.session_id = leaving.session_id
                WHERE p.online ORDER BY p.client_id FOR UPDATE OF p
            )
            UPDATE presence p SET online = false, config_digest = NULL FROM ended WHERE p.client_id = ended.client_id
            """;

    /** Reads all online clients: an index on sessions would have to be written for each arrival. */
    private static final String LEAVE_OF_UNKNOWN = """
            WITH ended AS (
                SELECT client_id FROM presence WHERE online AND session_id = ANY (?::uuid[])
                ORDER BY client_id FOR UPDATE
            )
            UPDATE presence p SET online = false, config_digest = NULL FROM ended WHERE p.client_id = ended.client_id
            RETURNING p.client_id
            """;

    /**
     * Also sets online, because a replica that renewed its lease too late was declared dead and its sessions offline. Returns the rows
     * that have a newer session, and those that were offline.
     */
    private static final String TOUCH = """
            WITH locked AS (
                SELECT p.client_id, p.session_id, p.generation, p.online, touched.session_id AS touched_session_id,
                       touched.last_seen_at, touched.revision
                FROM unnest(?::uuid[], ?::uuid[], ?::timestamptz[], ?::bigint[])
                        AS touched (client_id, session_id, last_seen_at, revision)
                    JOIN presence p ON p.client_id = touched.client_id
                ORDER BY p.client_id FOR UPDATE OF p
            ), written AS (
                UPDATE presence p SET last_seen_at = l.last_seen_at, revision = l.revision, online = true
                FROM locked l WHERE p.client_id = l.client_id AND l.session_id = l.touched_session_id
            )
            SELECT client_id, generation, session_id <> touched_session_id AS is_older FROM locked
            WHERE session_id <> touched_session_id OR NOT online
            """;

    /**
     * Writes only rows whose session is the reporting one: reports of older connections are dropped. The last report of a session may be
     * written after its end. The end deleted the configuration of the client, and the report does not bring it back.
     */
    private static final String REPORT = """
            WITH locked AS (
                SELECT p.client_id, reported.applied, reported.config, reported.trouble,
                       reported.error_revision, reported.error_message, reported.error_at
                FROM unnest(?::uuid[], ?::uuid[], ?::bigint[], ?::uuid[], ?::boolean[], ?::bigint[], ?::text[],
                            ?::timestamptz[])
                        AS reported (client_id, session_id, applied, config, trouble, error_revision, error_message, error_at)
                    JOIN presence p ON p.client_id = reported.client_id AND p.session_id = reported.session_id
                ORDER BY p.client_id FOR UPDATE OF p
            )
            UPDATE presence p SET applied_revision = coalesce(l.applied, p.applied_revision),
                config_digest = CASE WHEN p.online THEN l.config END, trouble = l.trouble,
                error_revision = coalesce(l.error_revision, p.error_revision),
                error_message = coalesce(l.error_message, p.error_message), error_at = coalesce(l.error_at, p.error_at)
            FROM locked l WHERE p.client_id = l.client_id
            """;

    private final AgroalDataSource dataSource;
    private final StateHints hints;

    PresenceTable(AgroalDataSource dataSource, StateHints hints) {
        this.dataSource = dataSource;
        this.hints = hints;
    }

    /**
     * Takes clients offline whose newest session is the given one. Forgets their configurations: a client that ends its connection may have
     * ended too.
     */
    void leave(Collection<PresenceRequest.Leave> leaves) throws SQLException {
        var known = leaves.stream().filter(each -> each.clientId() != null).toList();
        var unknown = leaves.stream().filter(each -> each.clientId() == null).toList();
        try (var connection = dataSource.getConnection()) {
            if (!known.isEmpty()) {
                try (var statement = connection.prepareStatement(LEAVE)) {
                    statement.setArray(1, SqlArrays.column(connection, "uuid", known, PresenceRequest.Leave::clientId));
                    statement.setArray(
                            2, SqlArrays.column(connection, "uuid", known, PresenceRequest.Leave::sessionId));
                    statement.executeUpdate();
                }
                hints.clients(known.stream()
                        .map(PresenceRequest.Leave::clientId)
                        .filter(Objects::nonNull)
                        .toList());
            }
            if (!unknown.isEmpty()) {
                try (var statement = connection.prepareStatement(LEAVE_OF_UNKNOWN)) {
                    statement.setArray(
                            1, SqlArrays.column(connection, "uuid", unknown, PresenceRequest.Leave::sessionId));
                    hints.clients(SqlArrays.ids(statement));
                }
            }
        }
    }

    /**
     * Writes when sessions were last seen, and what was last sent to them.
     *
     * @return the newest connections of those clients whose touched session is an older one
     */
    List<Takeover> touch(Collection<LiveSessions.Touch> touches) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(TOUCH)) {
            statement.setArray(1, SqlArrays.column(connection, "uuid", touches, LiveSessions.Touch::clientId));
            statement.setArray(2, SqlArrays.column(connection, "uuid", touches, LiveSessions.Touch::sessionId));
            statement.setArray(3, SqlArrays.column(connection, "text", touches, each -> each.lastSeen()
                    .toString()));
            statement.setArray(4, SqlArrays.column(connection, "bigint", touches, LiveSessions.Touch::revision));
            try (var rows = statement.executeQuery()) {
                var takeovers = new ArrayList<Takeover>();
                var online = new ArrayList<UUID>();
                while (rows.next()) {
                    var client = rows.getObject("client_id", UUID.class);
                    if (rows.getBoolean("is_older")) {
                        takeovers.add(new Takeover(client, rows.getLong("generation")));
                    } else {
                        online.add(client);
                    }
                }
                hints.clients(online);
                return takeovers;
            }
        }
    }

    /** Writes what clients reported of themselves. */
    void report(Collection<LiveSessions.Report> reports) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(REPORT)) {
            statement.setArray(1, SqlArrays.column(connection, "uuid", reports, LiveSessions.Report::clientId));
            statement.setArray(2, SqlArrays.column(connection, "uuid", reports, LiveSessions.Report::sessionId));
            statement.setArray(3, SqlArrays.column(connection, "bigint", reports, LiveSessions.Report::applied));
            statement.setArray(4, SqlArrays.column(connection, "uuid", reports, LiveSessions.Report::config));
            statement.setArray(5, SqlArrays.column(connection, "boolean", reports, LiveSessions.Report::trouble));
            statement.setArray(6, ofFailures(connection, "bigint", reports, LiveSessions.Failure::revision));
            statement.setArray(7, ofFailures(connection, "text", reports, LiveSessions.Failure::message));
            statement.setArray(8, ofFailures(connection, "text", reports, failure -> failure.at()
                    .toString()));
            statement.executeUpdate();
            hints.clients(reports.stream().map(LiveSessions.Report::clientId).toList());
        }
    }

    private static java.sql.Array ofFailures(
            Connection connection,
            String type,
            Collection<LiveSessions.Report> reports,
            Function<LiveSessions.Failure, ?> column)
            throws SQLException {
        return SqlArrays.column(
                connection, type, reports, report -> report.failure() == null ? null : column.apply(report.failure()));
    }

    /** Drops the connections of the pool when they are returned: they may lead to a server that is now a standby. */
    void dropConnections() {
        dataSource.flush(AgroalDataSource.FlushMode.GRACEFUL);
    }
}
