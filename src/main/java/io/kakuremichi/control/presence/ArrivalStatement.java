package io.kakuremichi.control.presence;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.client.KeyOffer;
import io.kakuremichi.control.client.KeyOffers;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.KeyRing;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings many clients online with one statement, which also reads what their first configurations need. Plain JDBC, because it is
 * about a set of rows in four tables and has to be one round trip.
 *
 * <p>Several replicas run it at once. So it locks its rows in the order of the clients' ids before it writes any: two statements that
 * share rows wait for each other in one direction only.
 */
@Singleton
class ArrivalStatement {
    private static final Logger LOG = Logger.getLogger(ArrivalStatement.class);

    /**
     * Lists are joined with tables by the tables' keys, never with one another: the planner does not know how long a list is, assumes
     * a short one, and may compare each entry with each. So step 7 reads the clients again by their ids. Step 3 is a list that has to
     * be joined; the planner does that by a hash.
     */
    private static final String ARRIVE = """
            -- 1. One row for each connection that presents a key.
            WITH asked AS (
                SELECT * FROM unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::boolean[], ?::boolean[])
                    AS asked (session_id, type, key_hash, remote_address, receives_proxies, enrolled)
            -- 2. The clients with these keys; an unknown key has no row from here on.
            ), known AS (
                SELECT session_id, remote_address, receives_proxies, enrolled, a.id AS client_id, a.id AS agent_id,
                       NULL::uuid AS gateway_id
                FROM asked JOIN agents a ON asked.type = 'agent' AND a.api_key_hash = asked.key_hash
                UNION ALL
                SELECT session_id, remote_address, receives_proxies, enrolled, g.id, NULL, g.id
                FROM asked JOIN gateways g ON asked.type = 'gateway' AND g.api_key_hash = asked.key_hash
            -- 3. Their presence until now, locked in the order of ids.
            ), before AS (
                SELECT client_id, online, replica_id, refused_until, refused_at FROM presence
                WHERE client_id = ANY (ARRAY (SELECT client_id FROM known)) ORDER BY client_id FOR UPDATE
            -- 4. Those that are refused, because the open connection stays.
            ), refused AS (
                SELECT client_id, refused_at IS NULL AS is_first FROM before b WHERE refused_until > now() AND %3$s
            ), noted AS (
                UPDATE presence p SET refused_at = now(), error_revision = p.revision, error_at = now(),
                    error_message = 'Refused a connection from ' || k.remote_address
                        || ', because several clients use this API key in turn'
                FROM refused r JOIN known k ON k.client_id = r.client_id WHERE p.client_id = r.client_id
                RETURNING k.session_id, p.client_id, p.refused_until, r.is_first
            -- 5. Their presence from now on, with the next generation. The count makes step 3 lock all rows first.
            ), written AS (
                INSERT INTO presence AS p (client_id, agent_id, gateway_id, session_id, generation, replica_id,
                                           remote_address, receives_proxies, online, connected_at, last_seen_at)
                SELECT client_id, agent_id, gateway_id, session_id, 1, ?::uuid, remote_address, receives_proxies, true,
                       ?::timestamptz, ?::timestamptz
                FROM known
                WHERE (SELECT count(*) FROM before) >= 0 AND client_id <> ALL (ARRAY (SELECT client_id FROM refused))
                ORDER BY client_id
                ON CONFLICT (client_id) DO UPDATE SET
                    session_id = excluded.session_id, generation = p.generation + 1,
                    replica_id = excluded.replica_id, remote_address = excluded.remote_address,
                    receives_proxies = excluded.receives_proxies, online = true,
                    connected_at = excluded.connected_at, last_seen_at = excluded.last_seen_at, revision = 0,
                    trouble = false,
                    (takeovers, takeover_at, refusal_periods, refused_until, refused_at) = (%4$s)
                RETURNING client_id, session_id, generation, replica_id, takeover_at = now() AS took_over,
                    config_digest, applied_revision
            -- 6. A client that presents its API key has it: the answer to its enrollment is not needed any more.
            ), answered AS (
                DELETE FROM enrollment_answers WHERE (SELECT count(*) FROM before) >= 0
                    AND client_id = ANY (ARRAY (SELECT client_id FROM known WHERE NOT enrolled))
            -- 7. What a first configuration has to say of the client itself.
            ), clients AS (
                SELECT id, NULL::uuid AS gateway_id, NULL AS public_ip, %1$s FROM agents
                UNION ALL
                SELECT id, id, public_ip, %1$s FROM gateways
            )
            -- 8. The answers. A client that was online on another replica, or may have been, is notified to all replicas.
            SELECT w.session_id, w.client_id, c.gateway_id, w.generation, c.public_ip, %1$s, s.revision,
                   w.took_over AND b.replica_id = w.replica_id AS left_unnoticed, w.config_digest, w.applied_revision,
                   NULL::timestamptz AS refused_until, NULL AS is_first,
                   CASE WHEN w.generation > 1 AND (b.client_id IS NULL OR b.online AND b.replica_id <> w.replica_id)
                        THEN pg_notify('%2$s', w.client_id || ' ' || w.generation)::text END AS notified
            FROM written w JOIN clients c ON c.id = w.client_id LEFT JOIN before b ON b.client_id = w.client_id
                CROSS JOIN control_state s
            UNION ALL
            SELECT n.session_id, n.client_id, c.gateway_id, NULL, NULL, %1$s, s.revision,
                   false, NULL, NULL, n.refused_until, n.is_first,
                   pg_notify('%2$s', n.client_id || '%5$s')::text
            FROM noted n JOIN clients c ON c.id = n.client_id CROSS JOIN control_state s
            """.formatted(
                    KeyOffers.COLUMNS,
                    Takeover.CHANNEL,
                    TakeoverDamping.isOpen("b"),
                    TakeoverDamping.NEXT,
                    ContestedClient.SUFFIX);

    private final AgroalDataSource dataSource;
    private final KeyOffers keyOffers;
    private final Replica replica;

    ArrivalStatement(AgroalDataSource dataSource, KeyOffers keyOffers, Replica replica) {
        this.dataSource = dataSource;
        this.keyOffers = keyOffers;
        this.replica = replica;
    }

    /**
     * Brings clients online, all of them different ones. Blocks until the commit.
     *
     * @return admissions by session; sessions with an unknown key are missing
     */
    Map<UUID, Admission> execute(List<Arrival> arrivals) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(ARRIVE)) {
            statement.setArray(1, SqlArrays.column(connection, "uuid", arrivals, Arrival::sessionId));
            statement.setArray(2, SqlArrays.column(connection, "text", arrivals, each -> each.type()
                    .wireName()));
            statement.setArray(3, SqlArrays.column(connection, "text", arrivals, each -> each.keyHash()
                    .hex()));
            statement.setArray(4, SqlArrays.column(connection, "text", arrivals, Arrival::remoteAddress));
            statement.setArray(5, SqlArrays.column(connection, "boolean", arrivals, Arrival::receivesProxies));
            statement.setArray(6, SqlArrays.column(connection, "boolean", arrivals, Arrival::enrolled));
            statement.setObject(7, replica.id());
            var now = Instant.now().toString();
            statement.setString(8, now);
            statement.setString(9, now);
            try (var rows = statement.executeQuery()) {
                var admissions = new HashMap<UUID, Admission>();
                while (rows.next()) {
                    admissions.put(rows.getObject("session_id", UUID.class), admission(rows));
                }
                return admissions;
            }
        }
    }

    private Admission admission(ResultSet row) throws SQLException {
        var id = row.getObject("client_id", UUID.class);
        var refusedUntil = row.getObject("refused_until", OffsetDateTime.class);
        return refusedUntil == null
                ? accepted(id, row)
                : new Admission.Damped(id, refusedUntil.toInstant(), row.getBoolean("is_first"));
    }

    private Admission.Accepted accepted(UUID id, ResultSet row) throws SQLException {
        var type = row.getObject("gateway_id") == null ? ClientType.AGENT : ClientType.GATEWAY;
        return new Admission.Accepted(
                id,
                row.getLong("generation"),
                row.getLong("revision"),
                row.getString("public_ip"),
                KeyOffers.ownKey(row),
                keys(type, id, row),
                confirmed(row));
    }

    /**
     * Null after a takeover on this replica: the client lost its last connection unnoticed, perhaps because it was restarted. After one on
     * another replica, that replica may have crashed.
     */
    private static Admission.@Nullable Confirmed confirmed(ResultSet row) throws SQLException {
        var config = row.getObject("config_digest", UUID.class);
        var revision = row.getObject("applied_revision", Long.class);
        return config == null || revision == null || row.getBoolean("left_unnoticed")
                ? null
                : new Admission.Confirmed(config, revision);
    }

    /** A stored key that can't be opened is not delivered; the client is admitted all the same and keeps the key it has. */
    private KeyOffer keys(ClientType type, UUID id, ResultSet row) throws SQLException {
        try {
            return keyOffers.of(type, id, row);
        } catch (KeyRing.SealBrokenException e) {
            LOG.errorf("The private key of client=%s is not delivered: %s", id, e.getMessage());
            return KeyOffer.NONE;
        }
    }
}
