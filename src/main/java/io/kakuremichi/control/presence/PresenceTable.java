package io.kakuremichi.control.presence;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.client.KeyOffer;
import io.kakuremichi.control.client.KeyOffers;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.KeyRing;
import io.kakuremichi.control.credential.SecretHash;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The statements behind {@link Presence}, each for many sessions at once. Plain JDBC: they are sets, not entities.
 *
 * <p>Several replicas run them at once, so all lock their rows in the order of the clients' ids before they write any: two that
 * share rows wait for each other one way only.
 *
 * <p>Lists are joined with tables, by the tables' keys, rather than with one another: the planner does not know how long a list is,
 * takes it for short, and may compare each entry with each.
 */
@Singleton
class PresenceTable {
    private static final Logger LOG = Logger.getLogger(PresenceTable.class);
    private static final String FOREIGN_KEY_VIOLATION = "23503";
    private static final String DEADLOCK_DETECTED = "40P01";

    /**
     * What it returns of clients is looked up again by their ids, instead of in the list of those known. What was there before has
     * to be joined as a list; the planner does that by a hash.
     */
    private static final String ARRIVE = """
            WITH asked AS (
                SELECT * FROM unnest(?::uuid[], ?::text[], ?::text[], ?::text[])
                    AS asked (session_id, type, key_hash, remote_address)
            ), known AS (
                SELECT session_id, remote_address, a.id AS client_id, a.id AS agent_id, NULL::uuid AS gateway_id
                FROM asked JOIN agents a ON asked.type = 'agent' AND a.api_key_hash = asked.key_hash
                UNION ALL
                SELECT session_id, remote_address, g.id, NULL, g.id
                FROM asked JOIN gateways g ON asked.type = 'gateway' AND g.api_key_hash = asked.key_hash
            ), before AS (
                SELECT client_id, online, replica_id FROM presence
                WHERE client_id = ANY (ARRAY (SELECT client_id FROM known)) ORDER BY client_id FOR UPDATE
            ), written AS (
                INSERT INTO presence AS p (client_id, agent_id, gateway_id, session_id, generation, replica_id,
                                           remote_address, online, connected_at, last_seen_at)
                SELECT client_id, agent_id, gateway_id, session_id, 1, ?::uuid, remote_address, true,
                       ?::timestamptz, ?::timestamptz
                -- Counted, so that all rows are locked before the first one is written.
                FROM known WHERE (SELECT count(*) FROM before) >= 0 ORDER BY client_id
                ON CONFLICT (client_id) DO UPDATE SET
                    session_id = excluded.session_id, generation = p.generation + 1,
                    replica_id = excluded.replica_id, remote_address = excluded.remote_address, online = true,
                    connected_at = excluded.connected_at, last_seen_at = excluded.last_seen_at, revision = 0,
                    trouble = false
                RETURNING client_id, session_id, generation, replica_id
            ), clients AS (
                SELECT id, NULL::uuid AS gateway_id, NULL AS public_ip, %1$s FROM agents
                UNION ALL
                SELECT id, id, public_ip, %1$s FROM gateways
            )
            SELECT w.session_id, w.client_id, c.gateway_id, w.generation, c.public_ip, %1$s, s.revision,
                   CASE WHEN w.generation > 1 AND (b.client_id IS NULL OR b.online AND b.replica_id <> w.replica_id)
                        THEN pg_notify('%2$s', w.client_id || ' ' || w.generation) END AS notified
            FROM written w JOIN clients c ON c.id = w.client_id LEFT JOIN before b ON b.client_id = w.client_id
                CROSS JOIN control_state s
            """.formatted(KeyOffers.COLUMNS, Takeover.CHANNEL);

    private static final String KNOWN = """
            SELECT asked.type, asked.key_hash FROM unnest(?::text[], ?::text[]) AS asked (type, key_hash)
            WHERE asked.type = 'agent' AND EXISTS (SELECT FROM agents WHERE api_key_hash = asked.key_hash)
               OR asked.type = 'gateway' AND EXISTS (SELECT FROM gateways WHERE api_key_hash = asked.key_hash)
            """;

    private static final String LEAVE = """
            WITH ended AS (
                SELECT p.client_id FROM unnest(?::uuid[], ?::uuid[]) AS leaving (client_id, session_id)
                    JOIN presence p ON p.client_id = leaving.client_id AND p.session_id = leaving.session_id
                WHERE p.online ORDER BY p.client_id FOR UPDATE OF p
            )
            UPDATE presence p SET online = false FROM ended WHERE p.client_id = ended.client_id
            """;

    /** No index knows sessions: it would have to be written for each client that comes. */
    private static final String LEAVE_OF_UNKNOWN = """
            WITH ended AS (
                SELECT client_id FROM presence WHERE online AND session_id = ANY (?::uuid[])
                ORDER BY client_id FOR UPDATE
            )
            UPDATE presence p SET online = false FROM ended WHERE p.client_id = ended.client_id
            """;

    /**
     * Sets online too: a replica that could not renew in time was taken for dead, and takes its sessions back. Returns those
     * rows that belong to another session by now.
     */
    private static final String TOUCH = """
            WITH locked AS (
                SELECT p.client_id, p.session_id, p.generation, touched.session_id AS touched_session_id,
                       touched.last_seen_at, touched.revision
                FROM unnest(?::uuid[], ?::uuid[], ?::timestamptz[], ?::bigint[])
                        AS touched (client_id, session_id, last_seen_at, revision)
                    JOIN presence p ON p.client_id = touched.client_id
                ORDER BY p.client_id FOR UPDATE OF p
            ), written AS (
                UPDATE presence p SET last_seen_at = l.last_seen_at, revision = l.revision, online = true
                FROM locked l WHERE p.client_id = l.client_id AND l.session_id = l.touched_session_id
            )
            SELECT client_id, generation FROM locked WHERE session_id <> touched_session_id
            """;

    /** Of that very session: what an older connection said does not count any more. */
    private static final String REPORT = """
            WITH locked AS (
                SELECT p.client_id, reported.applied, reported.trouble,
                       reported.error_revision, reported.error_message, reported.error_at
                FROM unnest(?::uuid[], ?::uuid[], ?::bigint[], ?::boolean[], ?::bigint[], ?::text[], ?::timestamptz[])
                        AS reported (client_id, session_id, applied, trouble, error_revision, error_message, error_at)
                    JOIN presence p ON p.client_id = reported.client_id AND p.session_id = reported.session_id
                ORDER BY p.client_id FOR UPDATE OF p
            )
            UPDATE presence p SET applied_revision = coalesce(l.applied, p.applied_revision), trouble = l.trouble,
                error_revision = coalesce(l.error_revision, p.error_revision),
                error_message = coalesce(l.error_message, p.error_message), error_at = coalesce(l.error_at, p.error_at)
            FROM locked l WHERE p.client_id = l.client_id
            """;

    private final AgroalDataSource dataSource;
    private final KeyOffers keyOffers;
    private final Replica replica;

    PresenceTable(AgroalDataSource dataSource, KeyOffers keyOffers, Replica replica) {
        this.keyOffers = keyOffers;
        this.dataSource = dataSource;
        this.replica = replica;
    }

    static boolean isForeignKeyViolation(SQLException e) {
        return FOREIGN_KEY_VIOLATION.equals(e.getSQLState());
    }

    /** Whether the database chose this statement to fail so that another one could go on. */
    static boolean isDeadlock(SQLException e) {
        return DEADLOCK_DETECTED.equals(e.getSQLState());
    }

    /** Admissions by session; sessions with an unknown key are missing. */
    Map<UUID, Admission> arrive(List<Arrival> arrivals) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(ARRIVE)) {
            statement.setArray(1, array(connection, "uuid", arrivals, Arrival::sessionId));
            statement.setArray(
                    2, array(connection, "text", arrivals, each -> each.type().wireName()));
            statement.setArray(3, array(connection, "text", arrivals, each -> each.keyHash()
                    .hex()));
            statement.setArray(4, array(connection, "text", arrivals, Arrival::remoteAddress));
            statement.setObject(5, replica.id());
            var now = Instant.now().toString();
            statement.setString(6, now);
            statement.setString(7, now);
            try (var rows = statement.executeQuery()) {
                var admissions = new HashMap<UUID, Admission>();
                while (rows.next()) {
                    admissions.put(rows.getObject("session_id", UUID.class), accepted(rows));
                }
                return admissions;
            }
        }
    }

    /** Those of the keys that some client has. */
    Set<KeyLookup.Key> known(Collection<KeyLookup.Key> keys) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(KNOWN)) {
            statement.setArray(
                    1, array(connection, "text", keys, key -> key.type().wireName()));
            statement.setArray(
                    2, array(connection, "text", keys, key -> key.hash().hex()));
            try (var rows = statement.executeQuery()) {
                var known = new HashSet<KeyLookup.Key>();
                while (rows.next()) {
                    var type = ClientType.named(rows.getString("type")).orElseThrow();
                    known.add(new KeyLookup.Key(type, new SecretHash(rows.getString("key_hash"))));
                }
                return known;
            }
        }
    }

    private Admission.Accepted accepted(ResultSet row) throws SQLException {
        var id = row.getObject("client_id", UUID.class);
        var type = row.getObject("gateway_id") == null ? ClientType.AGENT : ClientType.GATEWAY;
        return new Admission.Accepted(
                id,
                row.getLong("generation"),
                row.getLong("revision"),
                row.getString("public_ip"),
                KeyOffers.ownKey(row),
                keys(type, id, row));
    }

    /** A key that can't be opened is our trouble alone: its client works on with the one it has, if it has. */
    private KeyOffer keys(ClientType type, UUID id, ResultSet row) throws SQLException {
        try {
            return keyOffers.of(type, id, row);
        } catch (KeyRing.SealBrokenException e) {
            LOG.errorf("The private key of client=%s is not delivered: %s", id, e.getMessage());
            return KeyOffer.NONE;
        }
    }

    void leave(Collection<PresenceRequest.Leave> leaves) throws SQLException {
        var known = leaves.stream().filter(each -> each.clientId() != null).toList();
        var unknown = leaves.stream().filter(each -> each.clientId() == null).toList();
        try (var connection = dataSource.getConnection()) {
            if (!known.isEmpty()) {
                try (var statement = connection.prepareStatement(LEAVE)) {
                    statement.setArray(1, array(connection, "uuid", known, PresenceRequest.Leave::clientId));
                    statement.setArray(2, array(connection, "uuid", known, PresenceRequest.Leave::sessionId));
                    statement.executeUpdate();
                }
            }
            if (!unknown.isEmpty()) {
                try (var statement = connection.prepareStatement(LEAVE_OF_UNKNOWN)) {
                    statement.setArray(1, array(connection, "uuid", unknown, PresenceRequest.Leave::sessionId));
                    statement.executeUpdate();
                }
            }
        }
    }

    /**
     * Writes what was seen of sessions.
     *
     * @return of those that are no longer their client's newest connection: which one is
     */
    List<Takeover> touch(Collection<LiveSessions.Touch> touches) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(TOUCH)) {
            statement.setArray(1, array(connection, "uuid", touches, LiveSessions.Touch::clientId));
            statement.setArray(2, array(connection, "uuid", touches, LiveSessions.Touch::sessionId));
            statement.setArray(3, array(connection, "text", touches, each -> each.lastSeen()
                    .toString()));
            statement.setArray(4, array(connection, "bigint", touches, LiveSessions.Touch::revision));
            try (var rows = statement.executeQuery()) {
                var moves = new ArrayList<Takeover>();
                while (rows.next()) {
                    moves.add(new Takeover(rows.getObject("client_id", UUID.class), rows.getLong("generation")));
                }
                return moves;
            }
        }
    }

    /** Writes what clients said of themselves. */
    void report(Collection<LiveSessions.Report> reports) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(REPORT)) {
            statement.setArray(1, array(connection, "uuid", reports, LiveSessions.Report::clientId));
            statement.setArray(2, array(connection, "uuid", reports, LiveSessions.Report::sessionId));
            statement.setArray(3, array(connection, "bigint", reports, LiveSessions.Report::applied));
            statement.setArray(4, array(connection, "boolean", reports, LiveSessions.Report::trouble));
            statement.setArray(5, ofFailures(connection, "bigint", reports, LiveSessions.Failure::revision));
            statement.setArray(6, ofFailures(connection, "text", reports, LiveSessions.Failure::message));
            statement.setArray(7, ofFailures(connection, "text", reports, failure -> failure.at()
                    .toString()));
            statement.executeUpdate();
        }
    }

    private static java.sql.Array ofFailures(
            Connection connection,
            String type,
            Collection<LiveSessions.Report> reports,
            Function<LiveSessions.Failure, ?> column)
            throws SQLException {
        return array(
                connection, type, reports, report -> report.failure() == null ? null : column.apply(report.failure()));
    }

    /** Drops the pool's connections as they come free: they may be to a server that is no longer the one to write to. */
    void dropConnections() {
        dataSource.flush(AgroalDataSource.FlushMode.GRACEFUL);
    }

    private static <T> java.sql.Array array(
            Connection connection, String type, Collection<T> rows, Function<T, ?> column) throws SQLException {
        return connection.createArrayOf(type, rows.stream().map(column).toArray());
    }
}
