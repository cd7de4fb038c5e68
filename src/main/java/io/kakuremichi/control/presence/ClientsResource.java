package io.kakuremichi.control.presence;

import io.kakuremichi.control.access.ForViewers;
import io.kakuremichi.control.platform.PageRequest;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /api/clients} ({@code rest-api.md}): the seed's {@code getConnectedClients}, for all replicas. */
@Path("/api/clients")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@ForViewers
class ClientsResource {
    private static final String CONNECTED = """
            SELECT p.client_id, CASE WHEN p.agent_id IS NULL THEN 'gateway' ELSE 'agent' END AS type,
                   coalesce(a.name, g.name) AS name, p.connected_at, p.last_seen_at, p.remote_address,
                   r.name AS replica, p.revision
            FROM presence p
            LEFT JOIN agents a ON a.id = p.agent_id
            LEFT JOIN gateways g ON g.id = p.gateway_id
            LEFT JOIN replicas r ON r.id = p.replica_id
            WHERE p.online AND p.client_id > :after ORDER BY p.client_id LIMIT :rows
            """;

    private final EntityManager entities;

    ClientsResource(EntityManager entities) {
        this.entities = entities;
    }

    @GET
    @Transactional
    public ClientList list(@BeanParam PageRequest page) {
        List<?> tuples = entities.createNativeQuery(CONNECTED, Tuple.class)
                .setParameter("after", page.after())
                .setParameter("rows", page.rows())
                .getResultList();
        var rows = tuples.stream().map(row -> ConnectedClient.of((Tuple) row)).toList();
        var total = (Number) entities.createNativeQuery("SELECT count(*) FROM presence WHERE online")
                .getSingleResult();
        var items = page.page(rows, ConnectedClient::id);
        return new ClientList(items.items(), total.longValue(), items.nextCursor());
    }

    /**
     * @param lastHeartbeat when the last message came, some seconds old at the most
     * @param replica the name of the replica that holds the connection
     * @param revision the last revision written to its socket, some seconds old at the most
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
            long revision) {
        static ConnectedClient of(Tuple row) {
            return new ConnectedClient(
                    row.get("client_id", UUID.class),
                    row.get("type", String.class),
                    row.get("name", String.class),
                    row.get("connected_at", Instant.class),
                    row.get("last_seen_at", Instant.class),
                    row.get("remote_address", String.class),
                    row.get("replica", String.class),
                    row.get("revision", Long.class));
        }
    }

    /** A page of connected clients. */
    @RegisterForReflection
    record ClientList(
            List<ConnectedClient> clients,
            long total,
            @Nullable String nextCursor) {}
}
