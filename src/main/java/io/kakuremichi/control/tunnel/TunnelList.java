package io.kakuremichi.control.tunnel;

import io.kakuremichi.control.rest.PageRequest;
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
    /** Reads tunnels with their agents' names and reports. */
    @Singleton
    static class Query {
        private static final String SELECT = """
                SELECT t, a.name, a.virtualIp, r FROM Tunnel t JOIN Agent a ON a.id = t.agentId
                LEFT JOIN TunnelReport r ON r.tunnelId = t.id
                """;

        private final EntityManager entities;

        Query(EntityManager entities) {
            this.entities = entities;
        }

        /** The tunnels of one agent, or of all agents if it is null. */
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

        /** The related data of one tunnel. */
        Around around(Tunnel tunnel) {
            return around(entities.createQuery(SELECT + "WHERE t.id = :id", Object[].class)
                    .setParameter("id", tunnel.id)
                    .getSingleResult());
        }

        private static TunnelView view(Object[] row) {
            var around = around(row);
            return TunnelView.of((Tunnel) row[0], around.owner(), around.report());
        }

        private static Around around(Object[] row) {
            return new Around(new Owner((String) row[1], (String) row[2]), (TunnelReport) row[3]);
        }
    }

    /**
     * The related data of a tunnel.
     *
     * @param report null before the agent's first report
     */
    record Around(Owner owner, @Nullable TunnelReport report) {}
}
