package io.kakuremichi.control.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Instant;
import java.util.List;

/** Takes note of what happens. Neither method blocks outside of a transaction, and neither ever fails there. */
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
     * Writes the entry in the thread's transaction, so that it is there if and only if what it tells of is; without a
     * transaction, in the background.
     *
     * @throws IllegalStateException in a transaction, when it can't be written; the transaction must not commit then
     */
    public void record(AuditEntry entry) {
        if (transactions.getTransactionStatus() == Status.STATUS_ACTIVE) {
            table.insert(List.of(entry));
        } else {
            writer.offer(entry);
        }
    }

    /**
     * Counts a caller that could not say who it is; one entry for each address, way and minute.
     *
     * @param what the way it tried, one of few, such as {@code rest}
     */
    public void refusedAuthentication(String address, String what) {
        refusals.count(address, what, Instant.now());
    }
}
