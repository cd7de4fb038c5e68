package io.kakuremichi.control.overview;

import io.kakuremichi.control.overview.Overview.CertificateTotals;
import io.kakuremichi.control.overview.Overview.ClientTotals;
import io.kakuremichi.control.overview.Overview.TunnelTotals;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

/** Counts everything, with one statement. */
final class TotalsTable {
    private static final String COUNT = """
            SELECT now() AS at, state.epoch, state.revision, clients.*, tunnels.*, certificates.*,
                   (SELECT count(*) FROM agents) AS agents, (SELECT count(*) FROM gateways) AS gateways
            FROM control_state state
            CROSS JOIN (
                SELECT count(agent_id) AS agents_seen, count(gateway_id) AS gateways_seen,
                       count(agent_id) FILTER (WHERE online) AS agents_online,
                       count(gateway_id) FILTER (WHERE online) AS gateways_online,
                       count(agent_id) FILTER (WHERE online AND trouble) AS agents_error,
                       count(gateway_id) FILTER (WHERE online AND trouble) AS gateways_error
                FROM presence
            ) AS clients
            CROSS JOIN (
                SELECT coalesce(sum(tunnels), 0) AS tunnels, coalesce(sum(tunnels) FILTER (WHERE state <> 'disabled'), 0) AS enabled,
                       coalesce(sum(tunnels) FILTER (WHERE state = 'up'), 0) AS up,
                       coalesce(sum(tunnels) FILTER (WHERE state = 'down'), 0) AS down
                FROM (%s) AS states
            ) AS tunnels
            CROSS JOIN (
                SELECT count(*) AS certificates, count(*) FILTER (WHERE expires_at < now()) AS expired,
                       count(*) FILTER (WHERE expires_at < now() + interval '%s days') AS soon,
                       count(*) FILTER (WHERE expires_at < now() + interval '30 days') AS month,
                       count(*) FILTER (WHERE expires_at < now() + interval '60 days') AS two_months,
                       min(expires_at) FILTER (WHERE expires_at >= now()) AS next_expiry
                FROM certificates
            ) AS certificates
            """.formatted(TunnelState.COUNTS, ProblemTable.EXPIRY_DAYS);

    private TotalsTable() {}

    static Totals count(Connection connection) throws SQLException {
        return Rows.one(connection, COUNT, TotalsTable::totals);
    }

    private static Totals totals(ResultSet row) throws SQLException {
        return new Totals(
                Rows.instant(row, "at"),
                row.getObject("epoch", UUID.class),
                row.getLong("revision"),
                clients(row, "agents"),
                clients(row, "gateways"),
                tunnels(row),
                certificates(row));
    }

    private static ClientTotals clients(ResultSet row, String kind) throws SQLException {
        var total = row.getLong(kind);
        return new ClientTotals(
                total,
                row.getLong(kind + "_online"),
                row.getLong(kind + "_error"),
                total - row.getLong(kind + "_seen"));
    }

    private static TunnelTotals tunnels(ResultSet row) throws SQLException {
        var enabled = row.getLong("enabled");
        var up = row.getLong("up");
        var down = row.getLong("down");
        return new TunnelTotals(row.getLong("tunnels"), enabled, up, down, enabled - up - down);
    }

    private static CertificateTotals certificates(ResultSet row) throws SQLException {
        var expired = row.getLong("expired");
        var soon = row.getLong("soon");
        var month = row.getLong("month");
        return new CertificateTotals(
                row.getLong("certificates"),
                expired,
                soon - expired,
                month - soon,
                row.getLong("two_months") - month,
                Rows.instantOrNull(row, "next_expiry"));
    }

    /** The counts, and where history stood. */
    record Totals(
            Instant at,
            UUID epoch,
            long revision,
            ClientTotals agents,
            ClientTotals gateways,
            TunnelTotals tunnels,
            CertificateTotals certificates) {}
}
