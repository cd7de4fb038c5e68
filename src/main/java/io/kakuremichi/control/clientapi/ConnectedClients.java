package io.kakuremichi.control.clientapi;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.rest.PageRequest;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The clients that are connected to any replica. */
@Singleton
class ConnectedClients implements PanacheRepositoryBase<ClientPresence, UUID> {
    private static final String ROWS = """
            SELECT p, coalesce(a.name, g.name), r.name FROM ClientPresence p
            LEFT JOIN Agent a ON a.id = p.agentId
            LEFT JOIN Gateway g ON g.id = p.gatewayId
            LEFT JOIN ReplicaRow r ON r.id = p.replicaId
            WHERE p.online AND p.clientId > ?1 ORDER BY p.clientId
            """;

    /** The rows of a page, and the one after it. */
    List<Row> rows(PageRequest page) {
        return find(ROWS, page.after())
                .project(Row.class)
                .range(0, page.rows() - 1)
                .list();
    }

    long total() {
        return count("online");
    }

    /**
     * A connected client, as one query selects it.
     *
     * @param name of the client
     * @param replica name of the replica that holds the connection; null if that replica is not known any more
     */
    @RegisterForReflection
    record Row(
            ClientPresence presence, String name, @Nullable String replica) {
        UUID id() {
            return presence.clientId;
        }

        ClientType type() {
            return presence.agentId == null ? ClientType.GATEWAY : ClientType.AGENT;
        }
    }
}
