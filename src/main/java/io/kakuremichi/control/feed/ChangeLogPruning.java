package io.kakuremichi.control.feed;

import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.config.FeedSettings;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import org.jboss.logging.Logger;

/** Limits the change log by age and count. A feed that lags behind the oldest entry loads everything again. */
@Singleton
class ChangeLogPruning {
    private static final Logger LOG = Logger.getLogger(ChangeLogPruning.class);

    private final EntityManager entities;
    private final FeedSettings config;

    ChangeLogPruning(EntityManager entities, ControlConfig config) {
        this.entities = entities;
        this.config = config.feed();
    }

    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @Transactional
    void prune() {
        var pruned = entities.createNativeQuery("""
                        DELETE FROM change_log WHERE created_at < now() - :seconds * interval '1 second'
                            OR revision <= (SELECT revision FROM control_state) - :count
                        """)
                .setParameter("seconds", config.retention().toSeconds())
                .setParameter("count", config.retainedChanges())
                .executeUpdate();
        if (pruned > 0) {
            LOG.debugf("Pruned %s changes from the log", pruned);
        }
    }
}
