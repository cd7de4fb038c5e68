package io.kakuremichi.control.enrollment;

import io.kakuremichi.control.credential.Secret;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The stored keys. */
@Singleton
class EnrollmentKeyRepository implements PanacheRepositoryBase<EnrollmentKey, UUID> {
    private static final int DELETED_AT_ONCE = 10_000;

    /** The key, without a lock: its number of uses may change at any time. */
    Optional<EnrollmentKey> of(Secret key) {
        return find("keyHash", key.hash().hex()).firstResultOptional();
    }

    /** The key as committed last. Locked until the transaction ends: further uses and a revocation wait for it. */
    Optional<EnrollmentKey> locked(Secret key) {
        // In SQL, and read again: a query with a lock mode fails if the persistence context has an earlier version.
        List<?> ids = getEntityManager()
                .createNativeQuery("SELECT id FROM enrollment_keys WHERE key_hash = :hash FOR UPDATE", UUID.class)
                .setParameter("hash", key.hash().hex())
                .getResultList();
        var found = ids.stream().findFirst().map(UUID.class::cast).flatMap(this::findByIdOptional);
        found.ifPresent(getEntityManager()::refresh);
        return found;
    }

    /**
     * Deletes keys that could not be used for longer than this, and returns their number. Those that another transaction has locked
     * are left for the next call.
     */
    int deleteSpent(Duration retention) {
        return getEntityManager()
                .createNativeQuery("""
                        DELETE FROM enrollment_keys WHERE id IN (
                            SELECT id FROM enrollment_keys
                            WHERE least(revoked_at, expires_at, CASE WHEN used >= uses THEN last_used_at END)
                                < now() - :retention * interval '1 second'
                            LIMIT :most FOR UPDATE SKIP LOCKED)
                        """)
                .setParameter("retention", retention.toSeconds())
                .setParameter("most", DELETED_AT_ONCE)
                .executeUpdate();
    }

    /** Counts a use of a locked key. */
    void use(EnrollmentKey key) {
        getEntityManager()
                .createNativeQuery("UPDATE enrollment_keys SET used = used + 1, last_used_at = now() WHERE id = :id")
                .setParameter("id", key.id)
                .executeUpdate();
    }
}
