package io.kakuremichi.control.overview;

import io.kakuremichi.control.overview.Overview.TunnelTotals;
import io.kakuremichi.control.overview.TopologyPicture.PictureNode;
import io.kakuremichi.control.overview.TopologyPicture.PictureTunnel;
import io.kakuremichi.control.overview.TopologyPicture.StatusCounts;
import io.kakuremichi.control.presence.ClientStatus;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what the picture shows. Groups are counted by the database, because reading each of thousands of clients takes longer. */
final class PictureTable {
    private static final String SIZE = """
            SELECT now() AS at, (SELECT count(*) FROM agents) AS agents, (SELECT count(*) FROM gateways) AS gateways,
                   (SELECT count(*) FROM tunnels) AS tunnels
            """;

    private static final String COUNTS = """
            count(*) FILTER (WHERE p.online AND NOT p.trouble) AS online, count(*) FILTER (WHERE p.online AND p.trouble) AS error,
            count(*) FILTER (WHERE NOT p.online) AS offline, count(*) FILTER (WHERE p.client_id IS NULL) AS never_connected
            """;

    private static final String TUNNELS_OF_AGENTS = """
            LEFT JOIN (
                SELECT agent_id, count(*) AS tunnels, count(*) FILTER (WHERE state <> 'disabled') AS enabled,
                       count(*) FILTER (WHERE state = 'up') AS up, count(*) FILTER (WHERE state = 'down') AS down,
                       count(*) FILTER (WHERE state = 'unknown') AS unknown
                FROM (SELECT t.agent_id, %s AS state FROM tunnels t %s) AS states GROUP BY agent_id
            ) AS o ON o.agent_id = a.id
            """.formatted(TunnelState.OF_TUNNEL, TunnelState.JOINS);

    private static final String SUMS = """
            coalesce(sum(o.tunnels), 0) AS tunnels, coalesce(sum(o.enabled), 0) AS enabled, coalesce(sum(o.up), 0) AS up,
            coalesce(sum(o.down), 0) AS down, coalesce(sum(o.unknown), 0) AS unknown
            """;

    private static final String AGENTS = "SELECT a.id, a.name, " + COUNTS + ", " + SUMS
            + "FROM agents a LEFT JOIN presence p ON p.agent_id = a.id " + TUNNELS_OF_AGENTS
            + "GROUP BY a.id ORDER BY a.name, a.id";

    private static final String GATEWAYS = "SELECT g.id, g.name, " + COUNTS
            + "FROM gateways g LEFT JOIN presence p ON p.gateway_id = g.id GROUP BY g.id ORDER BY g.name, g.id";

    private static final String REGIONS = "SELECT NULL::uuid AS id, g.region AS name, " + COUNTS
            + "FROM gateways g LEFT JOIN presence p ON p.gateway_id = g.id GROUP BY g.region";

    /** A parser that meets an escaped U+0000 gives up, whichever field has it. */
    private static final String GROUP = """
            CASE WHEN a.metadata LIKE '%"group"%' AND strpos(a.metadata, '\\u0000') = 0 THEN
                CASE WHEN json_typeof(a.metadata::json -> 'group') = 'string'
                     THEN nullif(left(a.metadata::json ->> 'group', 64), '') END
            END""";

    private static final String PARTS = """
            SELECT %s AS label, rtrim(a.name, '0123456789_-') AS stem,
                   CASE WHEN p.client_id IS NULL THEN 'never_connected' ELSE %s END AS status,
                   o.agent_id IS NOT NULL AS has_tunnels,
            """.formatted(GROUP, ClientStatus.OF_PRESENCE) + COUNTS + ", " + SUMS
            + "FROM agents a LEFT JOIN presence p ON p.agent_id = a.id " + TUNNELS_OF_AGENTS + "GROUP BY 1, 2, 3, 4";

    private static final String TUNNELS =
            "SELECT t.id, t.agent_id, t.domain, %s AS state FROM tunnels t %s ORDER BY t.domain"
                    .formatted(TunnelState.OF_TUNNEL, TunnelState.JOINS);

    private PictureTable() {}

    static Size size(Connection connection) throws SQLException {
        return Rows.one(
                connection,
                SIZE,
                row -> new Size(
                        Rows.instant(row, "at"),
                        row.getLong("agents"),
                        row.getLong("gateways"),
                        row.getLong("tunnels")));
    }

    static List<PictureNode> agents(Connection connection) throws SQLException {
        return Rows.of(connection, AGENTS, row -> node(row, tunnels(row)));
    }

    static List<PictureNode> gateways(Connection connection) throws SQLException {
        return Rows.of(connection, GATEWAYS, row -> node(row, TunnelTotals.NONE));
    }

    static List<PictureNode> regions(Connection connection) throws SQLException {
        return Rows.of(connection, REGIONS, row -> node(row, TunnelTotals.NONE));
    }

    static List<PictureTunnel> tunnels(Connection connection) throws SQLException {
        return Rows.of(
                connection,
                TUNNELS,
                row -> new PictureTunnel(
                        row.getObject("id", UUID.class),
                        row.getObject("agent_id", UUID.class),
                        row.getString("domain"),
                        row.getString("state")));
    }

    /** All agents, counted by every attribute that a group can have. */
    static List<Part> parts(Connection connection) throws SQLException {
        return Rows.of(
                connection,
                PARTS,
                row -> new Part(
                        row.getString("label"),
                        row.getString("stem"),
                        row.getString("status"),
                        row.getBoolean("has_tunnels"),
                        counts(row),
                        tunnels(row)));
    }

    private static PictureNode node(ResultSet row, TunnelTotals tunnels) throws SQLException {
        return new PictureNode(row.getObject("id", UUID.class), row.getString("name"), counts(row), tunnels);
    }

    private static StatusCounts counts(ResultSet row) throws SQLException {
        return new StatusCounts(
                row.getLong("online"), row.getLong("error"), row.getLong("offline"), row.getLong("never_connected"));
    }

    private static TunnelTotals tunnels(ResultSet row) throws SQLException {
        return new TunnelTotals(
                row.getLong("tunnels"),
                row.getLong("enabled"),
                row.getLong("up"),
                row.getLong("down"),
                row.getLong("unknown"));
    }

    /** How much there is. */
    record Size(Instant at, long agents, long gateways, long tunnels) {}

    /**
     * Agents that agree in every attribute that a group can have.
     *
     * @param label the text {@code group} of their metadata
     * @param stem their names without a number at the end; may be empty
     */
    record Part(
            @Nullable String label,
            String stem,
            String status,
            boolean hasTunnels,
            StatusCounts clients,
            TunnelTotals tunnels) {}
}
