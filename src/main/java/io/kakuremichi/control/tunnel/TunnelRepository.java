package io.kakuremichi.control.tunnel;

import io.kakuremichi.control.rest.PageRequest;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import jakarta.persistence.FlushModeType;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Tuple;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The stored tunnels, with their agents and reports. */
@Singleton
class TunnelRepository implements PanacheRepositoryBase<Tunnel, UUID> {
    private static final String ROWS = """
            SELECT t, a.name, a.virtualIp, r FROM Tunnel t JOIN Agent a ON a.id = t.agentId
            LEFT JOIN TunnelReport r ON r.tunnelId = t.id
            """;

    /** A page of the tunnels of all agents. */
    TunnelList page(PageRequest page) {
        return list(page, find(ROWS + "WHERE t.id > ?1 ORDER BY t.id", page.after()), count());
    }

    /** A page of the tunnels of one agent. */
    TunnelList page(PageRequest page, UUID agentId) {
        return list(
                page,
                find(ROWS + "WHERE t.id > ?1 AND t.agentId = ?2 ORDER BY t.id", page.after(), agentId),
                count("agentId", agentId));
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
                .createNativeQuery("SELECT name, virtual_ip FROM agents WHERE id = :id FOR KEY SHARE", Tuple.class)
                .setFlushMode(FlushModeType.COMMIT)
                .setParameter("id", agentId)
                .getResultStream();
        return rows.map(Tuple.class::cast)
                .findFirst()
                .map(row -> new Owner(row.get("name", String.class), row.get("virtual_ip", String.class)));
    }
}
