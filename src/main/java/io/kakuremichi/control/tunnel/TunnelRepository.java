package io.kakuremichi.control.tunnel;

import io.kakuremichi.control.presence.ClientStatus;
import io.kakuremichi.control.rest.PageRequest;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import jakarta.persistence.FlushModeType;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Tuple;
import java.util.HashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The stored tunnels, with their agents and reports. */
@Singleton
class TunnelRepository implements PanacheRepositoryBase<Tunnel, UUID> {
    private static final String ROWS = """
            SELECT t, a.name, a.virtualIp, %s, r FROM Tunnel t JOIN Agent a ON a.id = t.agentId
            LEFT JOIN ClientPresence p ON p.clientId = t.agentId
            LEFT JOIN TunnelReport r ON r.tunnelId = t.id
            """.formatted(ClientStatus.OF_PRESENCE);

    private static final String LOCKED_OWNER = """
            SELECT a.name, a.virtual_ip, %s AS status FROM agents a LEFT JOIN presence p ON p.client_id = a.id
            WHERE a.id = :id FOR KEY SHARE OF a
            """.formatted(ClientStatus.OF_PRESENCE);

    /**
     * A page of the tunnels.
     *
     * @param agentId the only agent; null for all
     * @param domain the only domain; null for all
     */
    TunnelList page(PageRequest page, @Nullable UUID agentId, @Nullable String domain) {
        var filter = "WHERE true";
        var parameters = new HashMap<String, Object>();
        if (agentId != null) {
            filter += " AND t.agentId = :agentId";
            parameters.put("agentId", agentId);
        }
        if (domain != null) {
            filter += " AND t.domain = :domain";
            parameters.put("domain", domain.toLowerCase(Locale.ROOT));
        }
        var total = count("FROM Tunnel t " + filter, parameters);
        parameters.put("after", page.after());
        return list(page, find(ROWS + filter + " AND t.id > :after ORDER BY t.id", parameters), total);
    }

    private static TunnelList list(PageRequest page, PanacheQuery<Tunnel> query, long total) {
        var rows = query.project(TunnelRow.class).range(0, page.rows() - 1).stream()
                .map(TunnelRow::view)
                .toList();
        var items = page.page(rows, TunnelView::id);
        return new TunnelList(items.items(), total, items.nextCursor());
    }

    /** A tunnel with its agent and report. */
    Optional<TunnelRow> row(UUID id) {
        return find(ROWS + "WHERE t.id = ?1", id).project(TunnelRow.class).singleResultOptional();
    }

    /** A tunnel that no other transaction can change until this one ends. */
    Optional<Tunnel> locked(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /**
     * An agent that no other transaction can delete until this one ends. In SQL, because JPA has no name for {@code FOR KEY SHARE},
     * which lets other changes of the agent pass. Does not flush: the fields of a tunnel may name an agent that does not exist.
     */
    Optional<Owner> lockedOwner(UUID agentId) {
        Stream<?> rows = getEntityManager()
                .createNativeQuery(LOCKED_OWNER, Tuple.class)
                .setFlushMode(FlushModeType.COMMIT)
                .setParameter("id", agentId)
                .getResultStream();
        return rows.map(Tuple.class::cast)
                .findFirst()
                .map(row -> new Owner(
                        row.get("name", String.class),
                        row.get("virtual_ip", String.class),
                        row.get("status", String.class)));
    }
}
