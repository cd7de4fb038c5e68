package io.kakuremichi.control.declared;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.database.DatabaseException;
import io.kakuremichi.control.document.DocumentFaultException;
import io.kakuremichi.control.document.DocumentNode;
import io.kakuremichi.control.document.ParsedDocument;
import io.kakuremichi.control.document.Place;
import io.kakuremichi.control.rest.Metadata;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is stored as a document that an apply makes the same of. In the order of creation, so that agents and
 * gateways created from it in another Control get the same addresses, unless some were deleted meanwhile. Reads one snapshot.
 */
@Singleton
class ExportedDocument {
    private static final Place NOWHERE = new Place("", 1, 1);
    private static final String MANAGED = " WHERE CAST(? AS text) IS NULL OR %smanaged_by = ? ORDER BY %s";

    private final AgroalDataSource dataSource;

    ExportedDocument(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * The stored objects as a document.
     *
     * @param manager the manager in the document
     * @param managedBy only what this manager has; null for everything
     */
    DocumentNode read(String manager, @Nullable String managedBy) {
        return QuarkusTransaction.requiringNew().call(() -> {
            try (var connection = dataSource.getConnection()) {
                try (var snapshot = connection.createStatement()) {
                    snapshot.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
                }
                var document = new LinkedHashMap<String, DocumentNode>();
                document.put("manager", text(manager));
                document.put(
                        "agents",
                        list(
                                connection,
                                "SELECT name, metadata FROM agents" + MANAGED.formatted("", "id"),
                                managedBy,
                                ExportedDocument::agent));
                document.put(
                        "gateways",
                        list(
                                connection,
                                "SELECT name, region, public_ip, metadata FROM gateways" + MANAGED.formatted("", "id"),
                                managedBy,
                                ExportedDocument::gateway));
                document.put(
                        "tunnels",
                        list(connection, """
                                SELECT t.domain, a.name AS agent, t.target, t.enabled, t.description, t.http_proxy_enabled,
                                    t.socks_proxy_enabled
                                FROM tunnels t JOIN agents a ON a.id = t.agent_id""" + MANAGED.formatted("t.", "t.id"), managedBy, ExportedDocument::tunnel));
                return mapping(document);
            } catch (SQLException e) {
                throw new DatabaseException(e);
            }
        });
    }

    private static DocumentNode list(Connection connection, String sql, @Nullable String managedBy, Reader reader)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, managedBy);
            statement.setString(2, managedBy);
            try (var row = statement.executeQuery()) {
                List<DocumentNode> items = new ArrayList<>();
                while (row.next()) {
                    items.add(mapping(reader.read(row)));
                }
                return new DocumentNode.Sequence(items, NOWHERE);
            }
        }
    }

    private static Map<String, DocumentNode> agent(ResultSet row) throws SQLException {
        var agent = new LinkedHashMap<String, DocumentNode>();
        agent.put("name", text(row.getString("name")));
        putMetadata(agent, row.getString("metadata"));
        return agent;
    }

    private static Map<String, DocumentNode> gateway(ResultSet row) throws SQLException {
        var gateway = new LinkedHashMap<String, DocumentNode>();
        gateway.put("name", text(row.getString("name")));
        putText(gateway, "region", row.getString("region"));
        putText(gateway, "publicIp", row.getString("public_ip"));
        putMetadata(gateway, row.getString("metadata"));
        return gateway;
    }

    private static Map<String, DocumentNode> tunnel(ResultSet row) throws SQLException {
        var tunnel = new LinkedHashMap<String, DocumentNode>();
        tunnel.put("domain", text(row.getString("domain")));
        tunnel.put("agent", text(row.getString("agent")));
        tunnel.put("target", text(row.getString("target")));
        putText(tunnel, "description", row.getString("description"));
        putUnless(tunnel, "enabled", row.getBoolean("enabled"), true);
        putUnless(tunnel, "httpProxyEnabled", row.getBoolean("http_proxy_enabled"), false);
        putUnless(tunnel, "socksProxyEnabled", row.getBoolean("socks_proxy_enabled"), false);
        return tunnel;
    }

    private static void putText(Map<String, DocumentNode> fields, String field, @Nullable String value) {
        if (value != null) {
            fields.put(field, text(value));
        }
    }

    private static void putUnless(Map<String, DocumentNode> fields, String field, boolean value, boolean byDefault) {
        if (value != byDefault) {
            fields.put(field, new DocumentNode.Flag(value, NOWHERE));
        }
    }

    private static void putMetadata(Map<String, DocumentNode> fields, String json) {
        if (json.equals(Metadata.EMPTY)) {
            return;
        }
        try {
            fields.put("metadata", ParsedDocument.ofJson(json, "").root());
        } catch (DocumentFaultException e) {
            throw new IllegalStateException("stored metadata are not JSON", e);
        }
    }

    private static DocumentNode text(String value) {
        return new DocumentNode.Text(value, NOWHERE);
    }

    private static DocumentNode mapping(Map<String, DocumentNode> fields) {
        return new DocumentNode.Mapping(new LinkedHashMap<>(fields), NOWHERE);
    }

    private interface Reader {
        Map<String, DocumentNode> read(ResultSet row) throws SQLException;
    }
}
