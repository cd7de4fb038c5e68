package io.kakuremichi.control.tunnel;

import io.kakuremichi.control.platform.PageRequest;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A page of tunnels. */
@RegisterForReflection
record TunnelList(
        List<TunnelView> tunnels, long total, @Nullable String nextCursor) {
    /** Reads tunnels with their agents' names and what those reported. */
    @Singleton
    static class Query {
        private static final String SELECT = """
                SELECT t, a.name, r FROM Tunnel t JOIN Agent a ON a.id = t.agentId
                LEFT JOIN TunnelReport r ON r.tunnelId = t.id
                """;

        private final EntityManager entities;

        Query(EntityManager entities) {
            this.entities = entities;
        }

        /** One agent's, or everybody's when it is null. */
        TunnelList list(PageRequest page, @Nullable UUID agentId) {
            var ofAgent = agentId == null ? "" : " AND t.agentId = :agent";
            var rows = entities.createQuery(SELECT + "WHERE t.id > :after" + ofAgent + " ORDER BY t.id", Object[].class)
                    .setParameter("after", page.after())
                    .setMaxResults(page.rows());
            var total = entities.createQuery("SELECT count(t) FROM Tunnel t WHERE 1 = 1" + ofAgent, Long.class);
            if (agentId != null) {
                rows.setParameter("agent", agentId);
                total.setParameter("agent", agentId);
            }
            var items = page.page(rows.getResultList().stream().map(Query::view).toList(), TunnelView::id);
            return new TunnelList(items.items(), total.getSingleResult(), items.nextCursor());
        }

        TunnelView view(Tunnel tunnel) {
            return view(entities.createQuery(SELECT + "WHERE t.id = :id", Object[].class)
                    .setParameter("id", tunnel.id)
                    .getSingleResult());
        }

        private static TunnelView view(Object[] row) {
            return TunnelView.of((Tunnel) row[0], (String) row[1], (TunnelReport) row[2]);
        }
    }
}
