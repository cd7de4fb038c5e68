package io.kakuremichi.control.client;

import io.kakuremichi.control.audit.Audit;
import io.kakuremichi.control.audit.AuditEntry;
import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.credential.ClientType;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Rotates keys by age if {@code kakuremichi.keys.rotation-interval} is set. Each minute it starts a share of the
 * rotations, oldest keys first, so that all complete within the interval but never all at once. Concurrent replicas
 * skip each other's locked rows.
 */
@Singleton
class KeyRotation {
    private static final Logger LOG = Logger.getLogger(KeyRotation.class);
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final EntityManager entities;
    private final ClientKeys keys;
    private final Audit audit;
    private final Optional<Duration> interval;

    KeyRotation(EntityManager entities, ClientKeys keys, Audit audit, ControlConfig config) {
        this.audit = audit;
        this.entities = entities;
        this.keys = keys;
        this.interval = config.keys().rotationInterval();
    }

    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @Transactional
    void rotateOld() {
        interval.ifPresent(this::rotateOlderThan);
    }

    @Transactional
    void rotateOlderThan(Duration age) {
        for (var type : ClientType.values()) {
            rotateOld(type, age);
        }
    }

    /** The number of clients that may start a rotation in one period. */
    static int share(long clients, Duration age) {
        return Math.toIntExact(Math.ceilDiv(clients * PERIOD.toSeconds(), Math.max(1, age.toSeconds()))) + 1;
    }

    private void rotateOld(ClientType type, Duration age) {
        var table = ClientTables.table(type);
        var count = (Number)
                entities.createNativeQuery("SELECT count(*) FROM " + table).getSingleResult();
        List<?> due = entities.createNativeQuery("""
                        SELECT id FROM %s WHERE key_changed_at < :limit AND next_public_key IS NULL AND NOT rotation_requested
                            AND key_delivery IN ('CONFIRMED', 'OWN')
                        ORDER BY key_changed_at LIMIT :share FOR UPDATE SKIP LOCKED
                        """.formatted(table), UUID.class)
                .setParameter("limit", Instant.now().minus(age))
                .setParameter("share", share(count.longValue(), age))
                .getResultList();
        if (due.isEmpty()) {
            return;
        }
        entities.createQuery("FROM " + ClientTables.entity(type) + " WHERE id IN :ids", ClientEntity.class)
                .setParameter("ids", due)
                .getResultList()
                .forEach(this::rotate);
        LOG.infof("Rotating the keys of %s %s", due.size(), table);
    }

    private void rotate(ClientEntity client) {
        keys.rotate(client);
        audit.record(AuditEntry.ofSchedule("key.rotate", client.id.toString()));
    }
}
