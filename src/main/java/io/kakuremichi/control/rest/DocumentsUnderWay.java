package io.kakuremichi.control.rest;

import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.http.BodyLimit;
import io.kakuremichi.control.telemetry.Limit;
import io.kakuremichi.control.telemetry.LimitsReached;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;

/**
 * Bounds the documents of many objects that are processed at once, from before their bodies are read until their calls have ended:
 * each may take many megabytes, and each waits for those before it. Counts only callers that are authenticated and permitted.
 */
@Singleton
class DocumentsUnderWay {
    private static final int AT_ONCE = 10;

    private final Semaphore free = new Semaphore(AT_ONCE);
    private final LimitsReached limits;

    DocumentsUnderWay(LimitsReached limits) {
        this.limits = limits;
    }

    @ServerRequestFilter
    void enter(RoutingContext call) {
        if (!BodyLimit.isDocument(call)) {
            return;
        }
        if (!free.tryAcquire()) {
            limits.count(Limit.DOCUMENTS);
            throw new ApiException(ApiErrorCode.UNAVAILABLE, "Too many documents are under way, try again later");
        }
        // Also called when a reader of the body or the resource fails, and when the client is gone.
        CurrentRequestManager.get().registerCompletionCallback(failure -> free.release());
    }
}
