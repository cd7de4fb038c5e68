package io.kakuremichi.control.audit;

import io.kakuremichi.control.rest.Audited;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * Writes the entry of a change after the change and before the commit. It runs inside the transaction, because the
 * transaction interceptor has a lower priority, and before the change log takes the lock that all writers share, which
 * happens at the commit.
 */
@Audited
@Interceptor
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
class AuditedInterceptor {
    private final Audit audit;
    private final AuditedCalls calls;
    private final CurrentVertxRequest request;

    AuditedInterceptor(Audit audit, AuditedCalls calls, CurrentVertxRequest request) {
        this.audit = audit;
        this.calls = calls;
        this.request = request;
    }

    @AroundInvoke
    @Nullable Object around(InvocationContext invocation) throws Exception {
        var result = invocation.proceed();
        var routing = request.getCurrent();
        if (routing != null) {
            var response = result instanceof Response given ? given : null;
            calls.entry(routing, response == null ? Response.Status.OK.getStatusCode() : response.getStatus(), response)
                    .ifPresent(entry -> {
                        audit.record(entry);
                        AuditedCalls.markRecorded(routing);
                    });
        }
        return result;
    }
}
