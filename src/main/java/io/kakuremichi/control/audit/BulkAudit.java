package io.kakuremichi.control.audit;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Audits a REST call that changes many objects, with an entry for each, in the thread's transaction. */
@Singleton
public class BulkAudit {
    private final AuditedCalls calls;
    private final AuditTable table;

    BulkAudit(AuditedCalls calls, AuditTable table) {
        this.calls = calls;
        this.table = table;
    }

    /** Marks a call that changes nothing although its method may. Like a GET, it leaves no entry. */
    public void readsOnly(RoutingContext call) {
        AuditedCalls.markReadOnly(call);
    }

    /**
     * Writes the entry of the call and those of its parts.
     *
     * @param subject what the call did, in numbers
     */
    public void record(RoutingContext call, String subject, List<Part> parts) {
        calls.entry(call, 200, null).ifPresent(entry -> {
            var entries = new ArrayList<AuditEntry>();
            parts.forEach(part -> entries.add(entry.about(part.action, part.subject)));
            entries.add(entry.about(entry.action(), subject));
            table.insertAll(entries);
            AuditedCalls.markRecorded(call);
        });
    }

    /**
     * The change of one object.
     *
     * @param action such as {@code tunnel.create}
     * @param subject the id of the object
     */
    public record Part(String action, String subject) {}
}
