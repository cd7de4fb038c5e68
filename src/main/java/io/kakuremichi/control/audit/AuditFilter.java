package io.kakuremichi.control.audit;

import io.kakuremichi.control.rest.Audited;
import io.kakuremichi.control.rest.Idempotency;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Audits REST calls that have no entry yet: failed changes, and changes by resources that are not {@link Audited}. */
class AuditFilter {
    private final Audit audit;
    private final AuditedCalls calls;

    AuditFilter(Audit audit, AuditedCalls calls) {
        this.audit = audit;
        this.calls = calls;
    }

    @ServerResponseFilter
    void audit(ContainerResponseContext response, RoutingContext call) {
        var status = response.getStatus();
        // A recorded call with an error status failed at its commit, which rolled back its entry.
        if (status >= 400 || !AuditedCalls.isRecorded(call)) {
            var outcome = Idempotency.isReplay(response) ? AuditOutcome.REPLAYED : AuditOutcome.ofStatus(status);
            calls.entry(call, status, null, outcome).ifPresent(audit::record);
        }
    }
}
