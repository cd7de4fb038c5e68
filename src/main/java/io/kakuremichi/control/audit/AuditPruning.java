package io.kakuremichi.control.audit;

import io.kakuremichi.control.config.AuditSettings;
import io.kakuremichi.control.config.ControlConfig;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Deletes audit entries beyond their retention. */
@Singleton
class AuditPruning {
    private static final Logger LOG = Logger.getLogger(AuditPruning.class);

    private final AuditRepository audit;
    private final AuditSettings config;

    AuditPruning(AuditRepository audit, ControlConfig config) {
        this.audit = audit;
        this.config = config.audit();
    }

    @Scheduled(every = "1h", delayed = "2m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @Transactional
    void prune() {
        var pruned = audit.deleteBefore(Instant.now().minus(config.retention()));
        if (pruned > 0) {
            LOG.debugf("Pruned %s entries of the audit", pruned);
        }
    }
}
