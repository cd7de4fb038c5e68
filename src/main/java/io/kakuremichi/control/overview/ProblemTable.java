package io.kakuremichi.control.overview;

import io.kakuremichi.control.overview.Problem.ProblemSubject;
import io.kakuremichi.control.overview.Problem.Severity;
import io.kakuremichi.control.overview.Problem.SubjectKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Finds the problems that the database knows of, with one statement. */
final class ProblemTable {
    /** The most that are listed. */
    static final int SHOWN = 100;

    /** Certificates that expire within this time should have been renewed. */
    static final int EXPIRY_DAYS = 14;

    /** Certificates that expire within this time are severe. */
    static final int SEVERE_EXPIRY_DAYS = 3;

    /** Clients reconnect within seconds; after this, one is missing. */
    static final Duration OFFLINE = Duration.ofMinutes(1);

    /** The time in which a person starts a client after its creation. */
    static final Duration FIRST_CONNECTION = Duration.ofMinutes(10);

    /** A connected client gets its key at once. */
    static final Duration KEY_DELIVERY = Duration.ofMinutes(1);

    /** How long a client's error that it has not overcome is shown. */
    static final Duration ERROR = Duration.ofHours(1);

    private static final String FIND = """
            WITH enabled AS (SELECT agent_id, count(*) AS tunnels FROM tunnels WHERE enabled GROUP BY agent_id),
            clients AS (
                SELECT 'AGENT' AS subject, id, name, created_at, updated_at, key_delivery, coalesce(tunnels, 0) AS tunnels
                FROM agents LEFT JOIN enabled ON agent_id = id
                UNION ALL
                SELECT 'GATEWAY', id, name, created_at, updated_at, key_delivery, NULL FROM gateways
            ),
            problems AS (
                SELECT 'CLIENT_OFFLINE' AS kind, CASE WHEN c.tunnels = 0 THEN 'MILD' ELSE 'SEVERE' END AS severity,
                       c.subject, c.id::text AS id, c.name, p.last_seen_at AS since, c.tunnels AS count, NULL AS detail
                FROM clients c JOIN presence p ON p.client_id = c.id
                WHERE NOT p.online AND p.last_seen_at < now() - interval '%1$s seconds'
                UNION ALL
                SELECT 'NEVER_CONNECTED', 'MILD', c.subject, c.id::text, c.name, c.created_at, c.tunnels, NULL
                FROM clients c LEFT JOIN presence p ON p.client_id = c.id
                WHERE p.client_id IS NULL AND c.created_at < now() - interval '%2$s seconds'
                UNION ALL
                SELECT 'KEY_NOT_DELIVERED', 'MODERATE', c.subject, c.id::text, c.name,
                       greatest(p.connected_at, c.updated_at), NULL, NULL
                FROM clients c JOIN presence p ON p.client_id = c.id
                WHERE p.online AND c.key_delivery = 'PENDING'
                    AND greatest(p.connected_at, c.updated_at) < now() - interval '%3$s seconds'
                UNION ALL
                SELECT 'CLIENT_ERROR', 'MODERATE', c.subject, c.id::text, c.name,
                       CASE WHEN e.current THEN p.error_at ELSE p.connected_at END, NULL,
                       CASE WHEN e.current THEN p.error_message END
                FROM clients c JOIN presence p ON p.client_id = c.id
                CROSS JOIN LATERAL (SELECT p.error_at > now() - interval '%4$s seconds'
                    AND p.error_revision >= coalesce(p.applied_revision, 0) AS current) e
                WHERE p.online AND (p.trouble OR e.current)
                UNION ALL
                SELECT 'TUNNEL_DOWN', 'SEVERE', 'TUNNEL', t.id::text, t.domain, r.reported_at, NULL, r.status
                FROM tunnels t JOIN presence p ON p.client_id = t.agent_id JOIN tunnel_reports r ON r.tunnel_id = t.id
                WHERE t.enabled AND p.online AND %5$s
                UNION ALL
                SELECT CASE WHEN expires_at < now() THEN 'CERTIFICATE_EXPIRED' ELSE 'CERTIFICATE_EXPIRING' END,
                       CASE WHEN expires_at < now() + interval '%7$s days' THEN 'SEVERE' ELSE 'MODERATE' END,
                       'CERTIFICATE', domain, domain,
                       CASE WHEN expires_at < now() THEN expires_at ELSE expires_at - interval '%6$s days' END,
                       floor(extract(epoch FROM expires_at - now()) / 86400)::bigint, NULL
                FROM certificates WHERE expires_at < now() + interval '%6$s days'
            )
            SELECT * FROM (
                SELECT *, count(*) OVER (PARTITION BY severity, kind) AS of_kind,
                       row_number() OVER (PARTITION BY severity, kind ORDER BY since DESC) AS place FROM problems
            ) AS placed WHERE place <= %8$s
            """.formatted(
                    OFFLINE.toSeconds(),
                    FIRST_CONNECTION.toSeconds(),
                    KEY_DELIVERY.toSeconds(),
                    ERROR.toSeconds(),
                    TunnelState.REPORTED_DOWN,
                    EXPIRY_DAYS,
                    SEVERE_EXPIRY_DAYS,
                    SHOWN);

    private ProblemTable() {}

    /** Of each kind and severity the newest problems, and how many there are. */
    static List<Found> find(Connection connection) throws SQLException {
        return Rows.of(connection, FIND, row -> new Found(problem(row), row.getLong("of_kind")));
    }

    private static Problem problem(ResultSet row) throws SQLException {
        var subject = new ProblemSubject(
                SubjectKind.valueOf(row.getString("subject")), row.getString("id"), row.getString("name"));
        return new Problem(
                ProblemKind.valueOf(row.getString("kind")),
                Severity.valueOf(row.getString("severity")),
                subject,
                Rows.instant(row, "since"),
                row.getObject("count", Long.class),
                row.getString("detail"));
    }

    /**
     * A problem.
     *
     * @param ofKind how many there are of its kind and severity
     */
    record Found(Problem problem, long ofKind) {}
}
