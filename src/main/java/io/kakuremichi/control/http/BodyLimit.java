package io.kakuremichi.control.http;

import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.telemetry.Limit;
import io.kakuremichi.control.telemetry.LimitsReached;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.jboss.resteasy.reactive.server.vertx.VertxInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Rejects bodies larger than {@code kakuremichi.limits.max-body-size}, and documents larger than {@code max-document-size}, with an
 * {@link ErrorBody}; Quarkus would send no body. A declared length is checked first. A chunked body is counted while it is read,
 * instead of by Quarkus, whose check ends the response itself. All bodies are UTF-8, which is checked on the way.
 */
@Provider
public class BodyLimit implements ReaderInterceptor {
    public static final String FAULT = "The body is too large";

    private static final String PATHS = "/api/*";

    /** Their bodies describe many objects. */
    private static final Set<String> OF_DOCUMENTS = Set.of("/api/apply", "/api/import");

    // Looked up on use: REST creates this instance at build time, when there is no configuration yet.
    private final Instance<ControlConfig> config;
    private final Instance<PlainErrors> errors;
    private final Instance<LimitsReached> limits;
    private final Instance<CurrentVertxRequest> request;

    BodyLimit(
            Instance<ControlConfig> config,
            Instance<PlainErrors> errors,
            Instance<LimitsReached> limits,
            Instance<CurrentVertxRequest> request) {
        this.request = request;
        this.config = config;
        this.errors = errors;
        this.limits = limits;
    }

    void install(@Observes Router router) {
        router.route(PATHS).order(RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT - 1).handler(this::checkDeclared);
        router.route(PATHS).order(RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT + 1).handler(BodyLimit::takeOver);
    }

    private void checkDeclared(RoutingContext call) {
        var declared = call.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (declared == null || Long.parseLong(declared) <= limit(call)) {
            call.next();
            return;
        }
        limits.get().count(Limit.BODY_SIZE);
        errors.get().end(call, ApiErrorCode.PAYLOAD_TOO_LARGE, FAULT);
    }

    private long limit(RoutingContext call) {
        var settings = config.get().limits();
        return (isDocument(call) ? settings.maxDocumentSize() : settings.maxBodySize()).asLongValue();
    }

    /** Returns whether the body of the call may describe many objects. */
    public static boolean isDocument(RoutingContext call) {
        return OF_DOCUMENTS.contains(call.normalizedPath());
    }

    private static void takeOver(RoutingContext call) {
        call.remove(VertxInputStream.MAX_REQUEST_SIZE_KEY);
        call.next();
    }

    @Override
    public @Nullable Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        context.setInputStream(new Utf8Input(
                new CountedInput(context.getInputStream(), limit(request.get().getCurrent()), () -> limits.get()
                        .count(Limit.BODY_SIZE))));
        return context.proceed();
    }

    /** The body exceeds the limit. An IOException, because readers of bodies pass that on unchanged. */
    public static final class Exceeded extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** Throws {@link Exceeded} beyond the limit. */
    private static final class CountedInput extends FilterInputStream {
        private final Runnable reached;
        private long left;

        CountedInput(InputStream body, long limit, Runnable reached) {
            super(body);
            this.left = limit;
            this.reached = reached;
        }

        @Override
        public int read() throws IOException {
            var read = super.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            var read = super.read(buffer, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int bytes) throws Exceeded {
            left -= bytes;
            if (left < 0) {
                reached.run();
                throw new Exceeded();
            }
        }
    }
}
