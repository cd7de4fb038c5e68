package io.kakuremichi.control.overview;

import io.kakuremichi.control.overview.Problem.ProblemSubject;
import io.kakuremichi.control.overview.Problem.Severity;
import io.kakuremichi.control.overview.Problem.SubjectKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the problems that the database knows of, with one statement. Each kind and severity is counted and cut to the newest ones before
 * names are looked up, so that thousands of problems cost a scan of their table and no join.
 */
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
            WITH offline AS MATERIALIZED (
                SELECT client_id, last_seen_at,
                       agent_id IS NULL OR agent_id IN (SELECT agent_id FROM tunnels WHERE enabled) AS matters
                FROM presence WHERE NOT online AND last_seen_at < now() - interval '%1$s seconds'
            ),
            clients AS NOT MATERIALIZED (
                SELECT id AS client_id, created_at, updated_at, key_delivery FROM agents
                UNION ALL
                SELECT id, created_at, updated_at, key_delivery FROM gateways
            ),
            expiring AS (SELECT domain, expires_at FROM certificates WHERE expires_at BETWEEN now() AND now() + interval '%2$s days'),
            found AS (%3$s)
            SELECT found.*,
                   (SELECT name FROM agents WHERE id = found.id) AS agent,
                   (SELECT name FROM gateways WHERE id = found.id) AS gateway,
                   (SELECT count(*) FROM tunnels WHERE enabled AND agent_id = found.id) AS tunnels
            FROM found
            """.formatted(
                    OFFLINE.toSeconds(),
                    EXPIRY_DAYS,
                    Stream.of(clients(), tunnels(), certificates())
                            .flatMap(List::stream)
                            .collect(Collectors.joining(" UNION ALL ")));

    private static final Set<ProblemKind> COUNT_TUNNELS =
            Set.of(ProblemKind.CLIENT_OFFLINE, ProblemKind.NEVER_CONNECTED);

    /** The columns that contain the name of a client of that kind. */
    private static final Map<SubjectKind, String> CLIENTS =
            Map.of(SubjectKind.AGENT, "agent", SubjectKind.GATEWAY, "gateway");

    private ProblemTable() {}

    private static List<String> clients() {
        return List.of(
                ofClients(ProblemKind.CLIENT_OFFLINE, Severity.SEVERE, "last_seen_at", "offline WHERE matters"),
                ofClients(ProblemKind.CLIENT_OFFLINE, Severity.MILD, "last_seen_at", "offline WHERE NOT matters"),
                ofClients(ProblemKind.NEVER_CONNECTED, Severity.MILD, "created_at", """
                        clients c WHERE created_at < now() - interval '%s seconds'
                            AND NOT EXISTS (SELECT FROM presence p WHERE p.client_id = c.client_id)""".formatted(
                                FIRST_CONNECTION.toSeconds())),
                ofClients(
                        ProblemKind.KEY_NOT_DELIVERED,
                        Severity.MODERATE,
                        "greatest(connected_at, updated_at)",
                        """
                        clients JOIN presence USING (client_id) WHERE online AND key_delivery = 'PENDING'
                            AND greatest(connected_at, updated_at) < now() - interval '%s seconds'""".formatted(KEY_DELIVERY.toSeconds())),
                ofClients(
                        ProblemKind.CLIENT_ERROR,
                        Severity.MODERATE,
                        "CASE WHEN current THEN error_at ELSE connected_at END",
                        "CASE WHEN current THEN error_message END",
                        """
                        presence CROSS JOIN LATERAL (SELECT error_at > now() - interval '%s seconds'
                            AND error_revision >= coalesce(applied_revision, 0) AS current) e
                        WHERE online AND (trouble OR current)""".formatted(ERROR.toSeconds())));
    }

    private static List<String> tunnels() {
        return List.of(newest(
                ProblemKind.TUNNEL_DOWN,
                Severity.SEVERE,
                "t.id, t.domain, r.reported_at AS since, NULL AS days, r.status AS detail",
                "false",
                """
                tunnels t JOIN presence p ON p.client_id = t.agent_id JOIN tunnel_reports r ON r.tunnel_id = t.id
                WHERE t.enabled AND p.online AND %s""".formatted(TunnelState.REPORTED_DOWN)));
    }

    private static List<String> certificates() {
        var severe = "expires_at < now() + interval '%s days'".formatted(SEVERE_EXPIRY_DAYS);
        var begin = "expires_at - interval '%s days'".formatted(EXPIRY_DAYS);
        return List.of(
                ofCertificates(
                        ProblemKind.CERTIFICATE_EXPIRED,
                        Severity.SEVERE,
                        "expires_at",
                        "certificates WHERE expires_at < now()"),
                ofCertificates(ProblemKind.CERTIFICATE_EXPIRING, Severity.SEVERE, begin, "expiring WHERE " + severe),
                ofCertificates(
                        ProblemKind.CERTIFICATE_EXPIRING, Severity.MODERATE, begin, "expiring WHERE NOT " + severe));
    }

    private static String ofClients(ProblemKind kind, Severity severity, String since, String from) {
        return ofClients(kind, severity, since, "NULL", from);
    }

    private static String ofClients(ProblemKind kind, Severity severity, String since, String detail, String from) {
        return newest(
                kind,
                severity,
                "client_id AS id, NULL::text AS domain, %s AS since, NULL::bigint AS days, %s AS detail"
                        .formatted(since, detail),
                "client_id IN (SELECT id FROM gateways)",
                from);
    }

    private static String ofCertificates(ProblemKind kind, Severity severity, String since, String from) {
        return newest(
                kind,
                severity,
                "NULL::uuid AS id, domain, %s AS since, floor(extract(epoch FROM expires_at - now()) / 86400)::bigint AS days,"
                                .formatted(since)
                        + " NULL AS detail",
                "false",
                from);
    }

    private static String newest(ProblemKind kind, Severity severity, String columns, String isGateway, String from) {
        return """
                (SELECT '%s' AS kind, '%s' AS severity, %s, count(*) OVER () AS of_kind,
                        count(*) FILTER (WHERE %s) OVER () AS of_gateways
                 FROM %s ORDER BY since DESC, id, domain LIMIT %s)""".formatted(kind, severity, columns, isGateway, from, SHOWN);
    }

    /** Of each kind and severity the newest problems, and how many there are. */
    static List<Found> find(Connection connection) throws SQLException {
        return Rows.of(
                connection, FIND, row -> new Found(problem(row), row.getLong("of_kind"), row.getLong("of_gateways")));
    }

    private static Problem problem(ResultSet row) throws SQLException {
        var kind = ProblemKind.valueOf(row.getString("kind"));
        var subject = subject(row);
        var isOfTunnels = subject.kind() == SubjectKind.AGENT && COUNT_TUNNELS.contains(kind);
        return new Problem(
                kind,
                Severity.valueOf(row.getString("severity")),
                subject,
                Rows.instant(row, "since"),
                row.getObject(isOfTunnels ? "tunnels" : "days", Long.class),
                row.getString("detail"));
    }

    private static ProblemSubject subject(ResultSet row) throws SQLException {
        var id = row.getString("id");
        for (var kind : CLIENTS.entrySet()) {
            var name = row.getString(kind.getValue());
            if (name != null) {
                return new ProblemSubject(kind.getKey(), id, name);
            }
        }
        var domain = row.getString("domain");
        return id == null
                ? new ProblemSubject(SubjectKind.CERTIFICATE, domain, domain)
                : new ProblemSubject(SubjectKind.TUNNEL, id, domain);
    }

    /**
     * A problem.
     *
     * @param ofKind how many there are of its kind and severity
     * @param ofGateways how many of those concern gateways
     */
    record Found(Problem problem, long ofKind, long ofGateways) {}
}
