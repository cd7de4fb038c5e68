package io.kakuremichi.control.clientapi;

import io.kakuremichi.control.access.Roles;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.rest.PageRequest;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/clients} ({@code rest.md}): the connected clients of all replicas. */
@Path("/api/clients")
@Tag(name = "clients")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed(Roles.VIEWER)
class ClientsResource {
    private static final String CONNECTED = """
            SELECT p.client_id, CASE WHEN p.agent_id IS NULL THEN 'gateway' ELSE 'agent' END AS type,
                   coalesce(a.name, g.name) AS name, p.connected_at, p.last_seen_at, p.remote_address,
                   r.name AS replica, p.revision, p.applied_revision, p.error_revision, p.error_message, p.error_at
            FROM presence p
            LEFT JOIN agents a ON a.id = p.agent_id
            LEFT JOIN gateways g ON g.id = p.gateway_id
            LEFT JOIN replicas r ON r.id = p.replica_id
            WHERE p.online AND p.client_id > :after ORDER BY p.client_id LIMIT :rows
            """;

    private final EntityManager entities;
    private final ClientStates states;

    ClientsResource(EntityManager entities, ClientStates states) {
        this.entities = entities;
        this.states = states;
    }

    @Operation(
            summary = "List connected clients",
            description = "Agents and gateways that are connected to any replica.")
    @GET
    @Transactional
    public ClientList list(@BeanParam PageRequest page) {
        List<?> found = entities.createNativeQuery(CONNECTED, Tuple.class)
                .setParameter("after", page.after())
                .setParameter("rows", page.rows())
                .getResultList();
        var tuples = found.stream().map(Tuple.class::cast).toList();
        var wanted = new HashMap<UUID, @Nullable Long>();
        for (var type : ClientType.values()) {
            wanted.putAll(states.wanted(type, ids(tuples, type)));
        }
        var rows = tuples.stream()
                .map(row -> ConnectedClient.of(row, wanted.get(row.get("client_id", UUID.class))))
                .toList();
        var total = (Number) entities.createNativeQuery("SELECT count(*) FROM presence WHERE online")
                .getSingleResult();
        var items = page.page(rows, ConnectedClient::id);
        return new ClientList(items.items(), total.longValue(), items.nextCursor());
    }

    private static List<UUID> ids(List<Tuple> rows, ClientType type) {
        return rows.stream()
                .filter(row -> type.wireName().equals(row.get("type", String.class)))
                .map(row -> row.get("client_id", UUID.class))
                .toList();
    }

    /**
     * A connected client as REST shows it.
     *
     * @param lastHeartbeat the time of the last message, at most a few seconds old
     * @param replica the name of the replica that holds the connection
     * @param revision the last revision written to the client's socket, at most a few seconds old
     * @param revisionWanted see {@link ClientState}, as for the next two
     */
    @RegisterForReflection
    record ConnectedClient(
            UUID id,
            String type,
            String name,
            Instant connectedAt,
            Instant lastHeartbeat,
            String remoteAddress,
            @Nullable String replica,
            long revision,
            @Nullable Long revisionWanted,
            @Nullable Long revisionApplied,
            ClientState.@Nullable LastError lastError) {
        static ConnectedClient of(Tuple row, @Nullable Long wanted) {
            return new ConnectedClient(
                    row.get("client_id", UUID.class),
                    row.get("type", String.class),
                    row.get("name", String.class),
                    row.get("connected_at", Instant.class),
                    row.get("last_seen_at", Instant.class),
                    row.get("remote_address", String.class),
                    row.get("replica", String.class),
                    row.get("revision", Long.class),
                    wanted,
                    row.get("applied_revision", Long.class),
                    ClientState.LastError.of(
                            row.get("error_revision", Long.class),
                            row.get("error_message", String.class),
                            row.get("error_at", Instant.class)));
        }
    }

    /** A page of connected clients. */
    @RegisterForReflection
    record ClientList(
            List<ConnectedClient> clients,
            long total,
            @Nullable String nextCursor) {}
}
