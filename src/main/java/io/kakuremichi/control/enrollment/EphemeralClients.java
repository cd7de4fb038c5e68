package io.kakuremichi.control.enrollment;

import io.kakuremichi.control.credential.ClientType;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Deletes ephemeral clients that stay offline. Every replica looks for them at an interval; whichever locks a client first deletes it,
 * and the others find it gone.
 *
 * <p>Only the time that this replica has observed counts as an absence, see {@link Observation}: after an outage of Control or of the
 * database, clients have as long to return as at any other time.
 */
@Singleton
class EphemeralClients {
    /** See {@link io.kakuremichi.control.config.EnrollmentSettings}. */
    private static final String INTERVAL = "${kakuremichi.enrollment.ephemeral-interval}";

    private static final Logger LOG = Logger.getLogger(EphemeralClients.class);

    private final EphemeralRemoval removal;
    private final Observation observation = new Observation(System::nanoTime);

    EphemeralClients(EphemeralRemoval removal) {
        this.removal = removal;
    }

    @Scheduled(every = INTERVAL, delayed = INTERVAL, concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void removeAbsent() {
        var observed = observation.length();
        try {
            removeAbsent(observed);
        } catch (RuntimeException e) {
            observation.interrupted();
            throw e;
        }
    }

    /** One transaction for each client, so that a batch does not keep other changes waiting. */
    void removeAbsent(Duration observed) {
        for (var type : ClientType.values()) {
            removal.absent(type, observed).forEach(id -> remove(type, id, observed));
        }
    }

    /** A client that cannot be deleted does not prevent the deletion of others. */
    private void remove(ClientType type, UUID id, Duration observed) {
        try {
            removal.remove(type, id, observed);
        } catch (RuntimeException e) {
            LOG.warnf("An ephemeral %s was not deleted client=%s: %s", type.wireName(), id, e.getMessage());
        }
    }
}
