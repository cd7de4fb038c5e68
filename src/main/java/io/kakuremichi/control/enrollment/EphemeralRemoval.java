package io.kakuremichi.control.enrollment;

import io.kakuremichi.control.agent.Agents;
import io.kakuremichi.control.audit.Audit;
import io.kakuremichi.control.audit.AuditEntry;
import io.kakuremichi.control.client.ClientTables;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.gateway.Gateways;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Finds ephemeral clients that were offline for too long, and deletes them as an administrator would. */
@ApplicationScoped
class EphemeralRemoval {
    private static final Logger LOG = Logger.getLogger(EphemeralRemoval.class);

    /** In one interval. */
    private static final int AT_ONCE = 200;

    /** A client that never connected has been absent since its creation. */
    private static final String ABSENT = """
            SELECT c.id FROM %s c LEFT JOIN presence p ON p.client_id = c.id
            WHERE c.ephemeral_after_seconds <= :observed AND p.online IS NOT TRUE
                AND coalesce(p.last_seen_at, c.created_at) < now() - c.ephemeral_after_seconds * interval '1 second'
            """;

    private final EntityManager entities;
    private final Agents agents;
    private final Gateways gateways;
    private final Audit audit;
    private final EnrollmentMetrics metrics;

    EphemeralRemoval(EntityManager entities, Agents agents, Gateways gateways, Audit audit, EnrollmentMetrics metrics) {
        this.entities = entities;
        this.agents = agents;
        this.gateways = gateways;
        this.audit = audit;
        this.metrics = metrics;
    }

    /** Clients that were offline for too long, as far as it was observed. */
    @Transactional
    List<UUID> absent(ClientType type, Duration observed) {
        return ids(ABSENT.formatted(ClientTables.table(type)) + " ORDER BY c.id LIMIT " + AT_ONCE, observed, null);
    }

    /** Deletes the client unless it came online or was deleted meanwhile. */
    @Transactional
    void remove(ClientType type, UUID id, Duration observed) {
        // No client connects for the first time under the first lock, and none returns under the second.
        lock("SELECT id FROM " + ClientTables.table(type) + " WHERE id = :id FOR UPDATE", id);
        lock("SELECT client_id FROM presence WHERE client_id = :id FOR UPDATE", id);
        if (ids(ABSENT.formatted(ClientTables.table(type)) + " AND c.id = :id", observed, id)
                .isEmpty()) {
            return;
        }
        switch (type) {
            case AGENT -> agents.lockedForDeletion(id).ifPresent(agents::delete);
            case GATEWAY -> gateways.locked(id).ifPresent(gateways::delete);
        }
        audit.record(AuditEntry.ofSchedule(type.wireName() + ".delete", id.toString()));
        metrics.removed();
        LOG.infof("Deleted an ephemeral %s that stayed offline client=%s", type.wireName(), id);
    }

    private void lock(String sql, UUID id) {
        entities.createNativeQuery(sql, UUID.class).setParameter("id", id).getResultList();
    }

    @SuppressWarnings("unchecked")
    private List<UUID> ids(String sql, Duration observed, @Nullable UUID id) {
        var query = entities.createNativeQuery(sql, UUID.class).setParameter("observed", observed.toSeconds());
        if (id != null) {
            query.setParameter("id", id);
        }
        return query.getResultList();
    }
}
