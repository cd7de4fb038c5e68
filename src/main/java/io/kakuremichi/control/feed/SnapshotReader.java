package io.kakuremichi.control.feed;

import io.kakuremichi.control.change.AgentFacts;
import io.kakuremichi.control.change.GatewayFacts;
import io.kakuremichi.control.change.TunnelFacts;
import io.kakuremichi.control.topology.Topology;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Reads the tables into a topology with plain rows and a cursor; tens of thousands of entities would slow down the
 * start.
 */
final class SnapshotReader {
    private static final int FETCH_SIZE = 1_000;

    private SnapshotReader() {}

    static void read(Connection connection, CertificateRows certificates, Topology topology) throws SQLException {
        each(
                connection,
                "SELECT id, name, api_key_hash, subnet, virtual_ip, wireguard_public_key FROM agents ORDER BY id",
                row -> topology.add(new AgentFacts(
                        row.getObject("id", UUID.class),
                        row.getString("name"),
                        row.getString("api_key_hash"),
                        row.getString("subnet"),
                        row.getString("virtual_ip"),
                        row.getString("wireguard_public_key"))));
        each(
                connection,
                "SELECT id, name, api_key_hash, host_number, public_ip, wireguard_public_key FROM gateways ORDER BY id",
                row -> topology.add(new GatewayFacts(
                        row.getObject("id", UUID.class),
                        row.getString("name"),
                        row.getString("api_key_hash"),
                        row.getInt("host_number"),
                        row.getString("public_ip"),
                        row.getString("wireguard_public_key"))));
        each(
                connection,
                "SELECT t.id, agent_id, virtual_ip, domain, target, enabled, http_proxy_enabled, socks_proxy_enabled"
                        + " FROM tunnels t JOIN agents a ON a.id = agent_id ORDER BY t.id",
                row -> topology.add(new TunnelFacts(
                        row.getObject("id", UUID.class),
                        row.getObject("agent_id", UUID.class),
                        row.getString("virtual_ip"),
                        row.getString("domain"),
                        row.getString("target"),
                        row.getBoolean("enabled"),
                        row.getBoolean("http_proxy_enabled"),
                        row.getBoolean("socks_proxy_enabled"))));
        each(
                connection,
                "SELECT id, domain, certificate, private_key, expires_at FROM certificates ORDER BY id",
                row -> {
                    var certificate = certificates.of(row);
                    if (certificate != null) {
                        topology.add(certificate);
                    }
                });
    }

    private static void each(Connection connection, String sql, RowReader reader) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCH_SIZE);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }
}
