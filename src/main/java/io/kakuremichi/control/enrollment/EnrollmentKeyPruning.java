package io.kakuremichi.control.enrollment;

import io.kakuremichi.control.audit.Audit;
import io.kakuremichi.control.audit.AuditEntry;
import io.kakuremichi.control.config.ControlConfig;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Deletes enrollment keys that are used up, expired or revoked beyond their retention. Their clients stay, and keep the key's id. */
@Singleton
class EnrollmentKeyPruning {
    private static final Logger LOG = Logger.getLogger(EnrollmentKeyPruning.class);

    private final EnrollmentKeyRepository keys;
    private final Audit audit;
    private final Duration retention;

    EnrollmentKeyPruning(EnrollmentKeyRepository keys, Audit audit, ControlConfig config) {
        this.keys = keys;
        this.audit = audit;
        this.retention = config.enrollment().keyRetention();
    }

    @Scheduled(every = "1h", delayed = "2m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @Transactional
    void prune() {
        var pruned = keys.deleteSpent(retention);
        if (pruned > 0) {
            audit.record(AuditEntry.ofSchedule("enrollment-key.prune", null).times(pruned));
            LOG.infof("Deleted enrollment keys that were used up, expired or revoked for %s: %s", retention, pruned);
        }
    }
}
