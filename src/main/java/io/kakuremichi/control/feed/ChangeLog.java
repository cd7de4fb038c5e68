package io.kakuremichi.control.feed;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.telemetry.Tracing;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Appends changes to the log in the transaction that makes them.
 *
 * <p>Guarantees: revisions have no gaps and are in commit order. A rollback leaves no trace. A notification follows
 * every commit. The row lock on {@code control_state} that assigns revisions is taken as the last step before the
 * commit and held until it, so the next revision is not assigned before this one is readable. One statement replaces
 * four: an advisory lock, a read of the newest revision, an insert and a NOTIFY.
 */
@ApplicationScoped
public class ChangeLog {
    static final String CHANNEL = "kakuremichi_changes";

    private static final String APPEND = """
            WITH head AS (
                UPDATE control_state SET revision = revision + ? RETURNING revision
            ), appended AS (
                INSERT INTO change_log (revision, change)
                SELECT head.revision - ? + entry.position, entry.change::jsonb
                FROM head CROSS JOIN unnest(?::text[]) WITH ORDINALITY AS entry (change, position)
                RETURNING revision
            )
            SELECT max(revision), pg_notify('%s', max(revision)::text) FROM appended
            """.formatted(CHANNEL);

    private final TransactionSynchronizationRegistry transactions;
    private final EntityManager entities;
    private final AgroalDataSource dataSource;
    private final Hints hints;
    private final Tracer tracer;

    ChangeLog(
            TransactionSynchronizationRegistry transactions,
            EntityManager entities,
            AgroalDataSource dataSource,
            Hints hints,
            Tracing tracing) {
        this.tracer = tracing.tracer();
        this.transactions = transactions;
        this.entities = entities;
        this.dataSource = dataSource;
        this.hints = hints;
    }

    /** Records a change; it is written when the transaction is about to commit. */
    void record(@Observes Change change) {
        if (transactions.getTransactionStatus() != Status.STATUS_ACTIVE) {
            throw new IllegalStateException("a change must be fired inside a transaction");
        }
        pending().changes.add(change);
    }

    /** Returns the number of changes that the current transaction has recorded; its commit adds as many to the revision. */
    public int pendingChanges() {
        return transactions.getResource(Pending.class) instanceof Pending pending ? pending.changes.size() : 0;
    }

    private Pending pending() {
        if (transactions.getResource(Pending.class) instanceof Pending pending) {
            return pending;
        }
        var pending = new Pending();
        transactions.putResource(Pending.class, pending);
        transactions.registerInterposedSynchronization(pending);
        return pending;
    }

    /** Appends the changes and returns the revision of the last one. */
    private long append(List<Change> changes) {
        // Flush first, because the flush may wait for other locks; then take the lock that all writers wait for.
        entities.flush();
        var span = tracer.spanBuilder("append to the change log").startSpan();
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(APPEND)) {
            statement.setInt(1, changes.size());
            statement.setInt(2, changes.size());
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "text", changes.stream().map(ChangeJson::write).toArray()));
            try (var row = statement.executeQuery()) {
                row.next();
                var revision = row.getLong(1);
                span.setAttribute("kakuremichi.revision", revision);
                return revision;
            }
        } catch (SQLException e) {
            span.setStatus(StatusCode.ERROR);
            throw new IllegalStateException("the change log could not be written", e);
        } finally {
            span.end();
        }
    }

    private final class Pending implements Synchronization {
        private final List<Change> changes = new ArrayList<>();
        private long revision;

        @Override
        public void beforeCompletion() {
            revision = append(changes);
        }

        /** Only a hint: the feed reads the change from the database, like the feeds of other replicas, just sooner. */
        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                hints.committed(revision);
            }
        }
    }
}
