package io.kakuremichi.control.harness;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A database as an original control server has it, made with SQLite. */
public final class OriginalFile implements AutoCloseable {
    private static final String SCHEMA = """
            CREATE TABLE agents (id TEXT PRIMARY KEY, name TEXT NOT NULL, api_key TEXT NOT NULL UNIQUE, wireguard_public_key TEXT,
                virtual_ip TEXT, subnet TEXT, status TEXT DEFAULT 'offline', last_seen_at INTEGER, metadata TEXT,
                created_at INTEGER, updated_at INTEGER);
            CREATE TABLE gateways (id TEXT PRIMARY KEY, name TEXT NOT NULL, api_key TEXT NOT NULL UNIQUE, public_ip TEXT,
                wireguard_public_key TEXT, region TEXT, status TEXT, last_seen_at INTEGER, metadata TEXT, created_at INTEGER,
                updated_at INTEGER);
            CREATE TABLE tunnels (id TEXT PRIMARY KEY, domain TEXT NOT NULL, agent_id TEXT NOT NULL, target TEXT NOT NULL,
                enabled INTEGER DEFAULT 1, description TEXT, subnet TEXT, agent_ip TEXT, http_proxy_enabled INTEGER DEFAULT 0,
                socks_proxy_enabled INTEGER DEFAULT 0, created_at INTEGER, updated_at INTEGER);
            CREATE TABLE tunnel_gateway_ips (tunnel_id TEXT, gateway_id TEXT, ip TEXT)""";

    private final Connection connection;

    private OriginalFile(Connection connection) {
        this.connection = connection;
    }

    /** A new file with the original's tables. */
    public static OriginalFile create(Path file) throws SQLException {
        return empty(file).execute(SCHEMA.split(";"));
    }

    /** A new file without tables. */
    public static OriginalFile empty(Path file) throws SQLException {
        return new OriginalFile(DriverManager.getConnection("jdbc:sqlite:" + file));
    }

    public OriginalFile execute(String... statements) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
        return this;
    }

    public OriginalFile agent(String id, String name, String apiKey, String publicKey) throws SQLException {
        return insert(
                "INSERT INTO agents (id, name, api_key, wireguard_public_key, status, created_at) VALUES (?, ?, ?, ?, 'online', 1700000000)",
                id,
                name,
                apiKey,
                publicKey);
    }

    public OriginalFile gateway(String id, String name, String apiKey, String publicIp) throws SQLException {
        return insert(
                "INSERT INTO gateways (id, name, api_key, public_ip, status, created_at) VALUES (?, ?, ?, ?, 'online', 1700000000)",
                id,
                name,
                apiKey,
                publicIp);
    }

    public OriginalFile tunnel(String id, String domain, String agentId, String target) throws SQLException {
        return insert(
                "INSERT INTO tunnels (id, domain, agent_id, target, subnet, agent_ip, socks_proxy_enabled)"
                        + " VALUES (?, ?, ?, ?, '10.1.0.0/24', '10.1.0.2', 1)",
                id,
                domain,
                agentId,
                target);
    }

    private OriginalFile insert(String sql, String... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (var i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
        return this;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
