package io.kakuremichi.control.http;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * The first route of every request: sets the security headers of the public port. Its failure handler precedes the framework's, which
 * logs the target of the request.
 */
@Singleton
class FirstRoute {
    /** The framework's own first handlers have the same order and are added later. */
    private static final int FIRST = Integer.MIN_VALUE;

    /** What the router reports when no route matches, or when the comparison with a route fails. */
    private static final List<Integer> OF_ROUTER = List.of(400, 404, 405, 406, 415, 500);

    private final SecurityHeaders headers;
    private final RequestFailures failures;

    FirstRoute(SecurityHeaders headers, RequestFailures failures) {
        this.headers = headers;
        this.failures = failures;
    }

    void install(@Observes Router router) {
        Handler<RoutingContext> failed = failures::answer;
        router.route().order(FIRST).handler(this::setHeaders).failureHandler(failed);
        OF_ROUTER.forEach(status -> router.errorHandler(status, failed));
    }

    private void setHeaders(RoutingContext call) {
        headers.set(call.request());
        call.next();
    }

    /** The management port has pages, and headers of its own. */
    void install(@Observes ManagementInterface management) {
        management.router().route().order(FIRST).failureHandler(failures::answer);
    }
}
