package io.kakuremichi.control.database;

import jakarta.persistence.EntityManager;

/**
 * Advisory locks of PostgreSQL, held until the transaction ends: for rows that do not exist yet, and for rules over several tables. A
 * statement about what the lock protects has to follow it, because the snapshot of the lock's own statement is older than the lock.
 *
 * <p>The function returns {@code void}, which Hibernate cannot read; therefore it is called in a subquery.
 */
public final class AdvisoryLocks {
    /** Orders assignments of agents' subnets. Replicas of other versions use the same numbers. */
    public static final long SUBNETS = 0x6b616b75_0001L;

    /** Orders assignments of gateways' host numbers. */
    public static final long GATEWAY_HOSTS = 0x6b616b75_0002L;

    /** Orders applies of documents. */
    public static final long APPLIES = 0x6b616b75_0003L;

    private AdvisoryLocks() {}

    /** Waits for a lock with one of the numbers above. */
    public static void untilCommit(EntityManager entities, long lock) {
        entities.createNativeQuery("SELECT 1 FROM (SELECT pg_advisory_xact_lock(:lock)) AS locked")
                .setParameter("lock", lock)
                .getSingleResult();
    }

    /** Waits for a lock with a name, such as {@code certificate shop.example}; names with the same hash share a lock. */
    public static void untilCommit(EntityManager entities, String name) {
        entities.createNativeQuery("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))) AS locked")
                .setParameter("name", name)
                .getSingleResult();
    }
}
