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
 * Lets calls of REST finish before the process ends: those that come after the sockets were drained are told 503, those under
 * way are waited for. The framework's own {@code quarkus.shutdown.timeout} counts every WebSocket there ever was as a request
 * that never finished.
 */
@Singleton
class CallsUnderWay {
    private static final Logger LOG = Logger.getLogger(CallsUnderWay.class);

    /** After {@link RequestGuard}, so that what is refused here has the headers of every answer. */
    private static final int ORDER = -9_000;

    private static final int PATIENCE_SECONDS = 10;
    private static final String RETRY_SECONDS = "2";

    private final PlainErrors errors;

    /** One each, and one for the service itself as long as it takes more. */
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
        // Counted first: whoever is not refused is waited for.
        calls.incrementAndGet();
        call.addEndHandler(done -> leave());
        if (ending) {
            call.response()
                    .putHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                    .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            errors.end(call, ApiErrorCode.UNAVAILABLE, "This replica stops, try again");
            return;
        }
        call.next();
    }

    private void leave() {
        if (calls.decrementAndGet() == 0) {
            finished.countDown();
        }
    }

    /** After the draining of sockets, during which calls are still served. */
    void finish(@Observes @Priority(2000) ShutdownDelayInitiatedEvent event) throws InterruptedException {
        ending = true;
        leave();
        if (!finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            LOG.warnf("Calls are cut off that did not finish in %d s calls=%d", PATIENCE_SECONDS, calls.get());
        }
    }
}
