package io.kakuremichi.control.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Records audit entries. Outside a transaction, neither method blocks or fails. */
@ApplicationScoped
public class Audit {
    private final TransactionSynchronizationRegistry transactions;
    private final AuditTable table;
    private final AuditWriter writer;
    private final Refusals refusals;

    Audit(TransactionSynchronizationRegistry transactions, AuditTable table, AuditWriter writer, Refusals refusals) {
        this.transactions = transactions;
        this.table = table;
        this.writer = writer;
        this.refusals = refusals;
    }

    /**
     * Writes the entry in the thread's transaction, so that it is committed if and only if the change is; without a
     * transaction, in the background.
     *
     * @throws IllegalStateException in a transaction, if the entry cannot be written; the transaction must not commit
     *     then
     */
    public void record(AuditEntry entry) {
        if (transactions.getTransactionStatus() == Status.STATUS_ACTIVE) {
            table.insert(entry);
        } else {
            writer.offer(entry);
        }
    }

    /**
     * Counts an unauthenticated caller; one entry for each address, way and minute.
     *
     * @param what the way of authentication, one of a few, such as {@code rest}
     */
    public void refusedAuthentication(String address, String what) {
        refusedAuthentication(address, what, null);
    }

    /**
     * Counts an unauthenticated caller who presented a known secret that cannot be used; one entry for each address, way, secret and
     * minute.
     *
     * @param what as in {@link #refusedAuthentication(String, String)}
     * @param subject the id of the secret; null if it is not known
     */
    public void refusedAuthentication(String address, String what, @Nullable String subject) {
        refusals.count(address, what, subject, Instant.now());
    }
}
