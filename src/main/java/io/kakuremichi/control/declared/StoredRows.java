package io.kakuremichi.control.declared;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.database.DatabaseException;
import io.kakuremichi.control.declared.DeclaredObject.DeclaredAgent;
import io.kakuremichi.control.declared.DeclaredObject.DeclaredGateway;
import io.kakuremichi.control.declared.DeclaredObject.DeclaredTunnel;
import io.kakuremichi.control.declared.StoredState.StoredObject;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link StoredState} in the thread's transaction, and locks it if something is to be applied. In SQL, because an entity for each
 * row would be compared at each flush.
 */
@Singleton
class StoredRows {
    /** The agent's name follows from its own row: a joined one could be that of before a change that the lock waited for. */
    private static final String TUNNELS = """
            SELECT id, managed_by, made_by, domain, agent_id, target, enabled, description, http_proxy_enabled, socks_proxy_enabled
            FROM tunnels WHERE domain = ANY(?) OR managed_by = ? ORDER BY id
            """;

    private static final String AGENTS = """
            SELECT id, managed_by, made_by, name, metadata, virtual_ip
            FROM agents WHERE name = ANY(?) OR managed_by = ? OR id = ANY(?) ORDER BY id
            """;

    private static final String GATEWAYS = """
            SELECT id, managed_by, made_by, name, metadata, region, public_ip
            FROM gateways WHERE name = ANY(?) OR managed_by = ? ORDER BY id
            """;

    private static final String FOREIGN_TUNNELS = """
            SELECT a.name, min(t.domain) FROM tunnels t JOIN agents a ON a.id = t.agent_id
            WHERE a.managed_by = ? AND (t.managed_by IS DISTINCT FROM a.managed_by OR t.made_by IS DISTINCT FROM a.managed_by)
                AND t.domain <> ALL(?) GROUP BY a.name
            """;

    private final AgroalDataSource dataSource;

    StoredRows(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Reads what the document concerns.
     *
     * @param lock how to lock the rows until the transaction ends
     */
    StoredState read(Declaration document, Lock lock) {
        try (var connection = dataSource.getConnection()) {
            var tunnels = tunnels(connection, document, lock);
            var places = new HashMap<String, StoredState.AgentPlace>();
            var agents = agents(connection, document, tunnels, places, lock);
            var gateways = gateways(connection, document, lock);
            var names = new HashMap<UUID, String>();
            places.forEach((name, place) -> names.put(place.id(), name));
            var objects = new EnumMap<DeclaredKind, Map<String, StoredObject>>(DeclaredKind.class);
            objects.put(DeclaredKind.AGENT, byName(agents));
            objects.put(DeclaredKind.GATEWAY, byName(gateways));
            objects.put(
                    DeclaredKind.TUNNEL,
                    byName(tunnels.stream().map(row -> row.object(names)).toList()));
            return new StoredState(objects, places, foreignTunnels(connection, document));
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static Map<String, StoredObject> byName(List<StoredObject> objects) {
        var byName = new LinkedHashMap<String, StoredObject>();
        objects.forEach(object -> byName.put(object.state().name(), object));
        return byName;
    }

    private static List<TunnelOfAgent> tunnels(Connection connection, Declaration document, Lock lock)
            throws SQLException {
        try (var statement = connection.prepareStatement(TUNNELS + lock.clause)) {
            statement.setArray(1, names(connection, document, DeclaredKind.TUNNEL));
            statement.setString(2, document.manager());
            return rows(
                    statement,
                    row -> new TunnelOfAgent(
                            row.getObject("id", UUID.class),
                            row.getString("managed_by"),
                            row.getString("made_by"),
                            row.getObject("agent_id", UUID.class),
                            new DeclaredTunnel(
                                    row.getString("domain"),
                                    "",
                                    row.getString("target"),
                                    row.getBoolean("enabled"),
                                    row.getString("description"),
                                    row.getBoolean("http_proxy_enabled"),
                                    row.getBoolean("socks_proxy_enabled"))));
        }
    }

    private static List<StoredObject> agents(
            Connection connection,
            Declaration document,
            List<TunnelOfAgent> tunnels,
            Map<String, StoredState.AgentPlace> places,
            Lock lock)
            throws SQLException {
        var names = new HashSet<String>();
        document.of(DeclaredKind.AGENT)
                .forEach(entry -> names.add(entry.object().name()));
        document.of(DeclaredKind.TUNNEL)
                .map(Declaration.Entry::object)
                .forEach(tunnel -> names.add(((DeclaredTunnel) tunnel).agent()));
        try (var statement = connection.prepareStatement(AGENTS + lock.clause)) {
            statement.setArray(1, connection.createArrayOf("text", names.toArray()));
            statement.setString(2, document.manager());
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "uuid",
                            tunnels.stream()
                                    .map(TunnelOfAgent::agentId)
                                    .distinct()
                                    .toArray()));
            return rows(statement, row -> {
                var id = row.getObject("id", UUID.class);
                places.put(row.getString("name"), new StoredState.AgentPlace(id, row.getString("virtual_ip")));
                return new StoredObject(
                        id,
                        row.getString("managed_by"),
                        row.getString("made_by"),
                        new DeclaredAgent(row.getString("name"), row.getString("metadata")));
            });
        }
    }

    private static List<StoredObject> gateways(Connection connection, Declaration document, Lock lock)
            throws SQLException {
        try (var statement = connection.prepareStatement(GATEWAYS + lock.clause)) {
            statement.setArray(1, names(connection, document, DeclaredKind.GATEWAY));
            statement.setString(2, document.manager());
            return rows(
                    statement,
                    row -> new StoredObject(
                            row.getObject("id", UUID.class),
                            row.getString("managed_by"),
                            row.getString("made_by"),
                            new DeclaredGateway(
                                    row.getString("name"),
                                    row.getString("region"),
                                    row.getString("public_ip"),
                                    true,
                                    row.getString("metadata"))));
        }
    }

    private static Map<String, String> foreignTunnels(Connection connection, Declaration document) throws SQLException {
        try (var statement = connection.prepareStatement(FOREIGN_TUNNELS)) {
            statement.setString(1, document.manager());
            statement.setArray(2, names(connection, document, DeclaredKind.TUNNEL));
            var domains = new HashMap<String, String>();
            rows(statement, row -> domains.put(row.getString(1), row.getString(2)));
            return domains;
        }
    }

    private static Array names(Connection connection, Declaration document, DeclaredKind kind) throws SQLException {
        return connection.createArrayOf(
                "text", document.of(kind).map(entry -> entry.object().name()).toArray());
    }

    private static <T> List<T> rows(PreparedStatement statement, Row<T> reader) throws SQLException {
        try (var row = statement.executeQuery()) {
            var rows = new ArrayList<T>();
            while (row.next()) {
                rows.add(reader.read(row));
            }
            return rows;
        }
    }

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** A tunnel before the name of its agent is known. */
    private record TunnelOfAgent(
            UUID id, @Nullable String managedBy, @Nullable String madeBy, UUID agentId, DeclaredTunnel tunnel) {
        StoredObject object(Map<UUID, String> agents) {
            return new StoredObject(
                    id,
                    managedBy,
                    madeBy,
                    new DeclaredTunnel(
                            tunnel.domain(),
                            agents.getOrDefault(agentId, ""),
                            tunnel.target(),
                            tunnel.enabled(),
                            tunnel.description(),
                            tunnel.httpProxyEnabled(),
                            tunnel.socksProxyEnabled()));
        }
    }

    /** How rows are locked. */
    enum Lock {
        /** No lock, for a comparison that applies nothing. */
        NONE(""),
        /** Against changes and deletions. */
        FOR_CHANGES("FOR NO KEY UPDATE"),
        /** Also against tunnels that are created on agents which may be deleted. */
        FOR_DELETIONS("FOR UPDATE");

        private final String clause;

        Lock(String clause) {
            this.clause = clause;
        }
    }
}
