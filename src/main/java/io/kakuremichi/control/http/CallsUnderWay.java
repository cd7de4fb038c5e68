package io.kakuremichi.control.http;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Lets REST calls finish before the process ends. After the sockets were drained, new calls get 503 and calls in
 * progress are awaited. The framework's {@code quarkus.shutdown.timeout} cannot be used: it counts every WebSocket as a
 * request in progress.
 */
@Singleton
class CallsUnderWay {
    private static final Logger LOG = Logger.getLogger(CallsUnderWay.class);

    /** After {@link RequestGuard}, so that these responses have the security headers. */
    private static final int ORDER = -9_000;

    private static final int PATIENCE_SECONDS = 10;
    private static final String RETRY_SECONDS = "2";

    private final PlainErrors errors;

    /** One for each call in progress, and one for the service while it accepts calls. */
    private final AtomicLong calls = new AtomicLong(1);

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean ending;

    CallsUnderWay(PlainErrors errors) {
        this.errors = errors;
    }

    void install(@Observes Router router) {
        router.route("/api/*").order(ORDER).handler(this::enter);
    }

    private void enter(RoutingContext call) {
        // Count first, so that every accepted call is awaited.
        calls.incrementAndGet();
        call.addEndHandler(done -> leave());
        if (ending) {
            call.response()
                    .putHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                    .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            errors.end(call, ApiErrorCode.UNAVAILABLE, "This replica is stopping, try again");
            return;
        }
        call.next();
    }

    private void leave() {
        if (calls.decrementAndGet() == 0) {
            finished.countDown();
        }
    }

    /** After the draining of sockets, during which calls are still accepted. */
    void finish(@Observes @Priority(2000) ShutdownDelayInitiatedEvent event) throws InterruptedException {
        ending = true;
        leave();
        if (!finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            LOG.warnf("Aborting calls that did not finish in %s s calls=%s", PATIENCE_SECONDS, calls.get());
        }
    }
}
