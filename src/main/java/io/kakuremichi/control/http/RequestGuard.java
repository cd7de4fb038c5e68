package io.kakuremichi.control.http;

import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.telemetry.Limit;
import io.kakuremichi.control.telemetry.LimitsReached;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Guards every well-formed request on the public port, REST and WebSocket alike: requires TLS, and refuses addresses with
 * too many failed authentications.
 */
@Singleton
class RequestGuard {
    /**
     * After the handlers that Quarkus needs around every request (access log, reload in dev mode), before all of its
     * filters.
     */
    private static final int ORDER = -10_000;

    private final ClientAddresses addresses;
    private final FailedAuthentications failures;
    private final LimitsReached limits;
    private final PlainErrors errors;
    private final boolean tlsRequired;

    RequestGuard(
            ClientAddresses addresses,
            FailedAuthentications failures,
            LimitsReached limits,
            PlainErrors errors,
            ControlConfig config) {
        this.addresses = addresses;
        this.failures = failures;
        this.limits = limits;
        this.errors = errors;
        this.tlsRequired = config.tls().required();
    }

    void install(@Observes Router router) {
        router.route().order(ORDER).handler(this::enter);
    }

    private void enter(RoutingContext call) {
        var client = addresses.of(call.request());
        var tls = call.request().isSSL();
        if (tlsRequired && client.isPlainText(tls)) {
            errors.end(call, ApiErrorCode.FORBIDDEN, "TLS is required");
            return;
        }
        var refusedFor = failures.refusedFor(client);
        if (refusedFor.isPresent()) {
            limits.count(Limit.FAILED_AUTHENTICATIONS);
            call.response().putHeader(HttpHeaders.RETRY_AFTER, seconds(refusedFor.get()));
            errors.end(call, ApiErrorCode.RATE_LIMITED, "Too many failed authentications from this address");
            return;
        }
        call.next();
    }

    /** Rounded up, so that a client that waits this long is not refused again. */
    private static String seconds(Duration duration) {
        return String.valueOf(duration.plusMillis(999).toSeconds());
    }
}
