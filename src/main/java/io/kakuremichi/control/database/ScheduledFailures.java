package io.kakuremichi.control.database;

import io.quarkus.scheduler.FailedExecution;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Logs failures of scheduled tasks, which run again at their next time: an outage of the database in one line, anything else with its stack
 * trace. The framework's own message, which always has one, is switched off.
 */
@Singleton
class ScheduledFailures {
    private static final Logger LOG = Logger.getLogger(ScheduledFailures.class);

    void log(@Observes FailedExecution failed) {
        var task = failed.getExecution().getTrigger().getMethodDescription();
        var failure = failed.getException();
        if (DatabaseFailures.isTemporary(failure)) {
            LOG.infof("A scheduled task is left out while the database is not available: %s", task);
        } else {
            LOG.errorf(failure, "A scheduled task failed: %s", task);
        }
    }
}
