package io.kakuremichi.control.clientapi;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.rest.PageRequest;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
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
            WHERE p.online AND p.clientId > ?1 %s ORDER BY p.clientId
            """;

    private static final String ALL = ROWS.formatted("");
    private static final String ONE = ROWS.formatted("AND p.clientId = ?2");

    /**
     * Reads a page in a transaction of its own.
     *
     * @param id that of the only client to list; null for all
     */
    ClientPage<Row> read(PageRequest page, @Nullable UUID id) {
        return QuarkusTransaction.requiringNew().call(() -> {
            var found = id == null ? find(ALL, page.after()) : find(ONE, page.after(), id);
            var rows = found.project(Row.class).range(0, page.rows() - 1).list();
            var total = id == null ? count("online") : count("online AND clientId = ?1", id);
            var items = page.page(rows, Row::id);
            return new ClientPage<>(items.items(), total, items.nextCursor());
        });
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
