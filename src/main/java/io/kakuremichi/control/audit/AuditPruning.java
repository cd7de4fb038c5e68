package io.kakuremichi.control.audit;

import io.kakuremichi.control.config.AuditSettings;
import io.kakuremichi.control.config.ControlConfig;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import org.jboss.logging.Logger;

/** Deletes audit entries beyond their retention. */
@Singleton
class AuditPruning {
    private static final Logger LOG = Logger.getLogger(AuditPruning.class);

    private final EntityManager entities;
    private final AuditSettings config;

    AuditPruning(EntityManager entities, ControlConfig config) {
        this.entities = entities;
        this.config = config.audit();
    }

    @Scheduled(every = "1h", delayed = "2m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @Transactional
    void prune() {
        var pruned = entities.createNativeQuery("DELETE FROM audit WHERE at < now() - :seconds * interval '1 second'")
                .setParameter("seconds", config.retention().toSeconds())
                .executeUpdate();
        if (pruned > 0) {
            LOG.debugf("Pruned %d entries of the audit", pruned);
        }
    }
}
