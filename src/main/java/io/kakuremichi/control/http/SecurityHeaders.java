package io.kakuremichi.control.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.runtime.LaunchMode;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;

/**
 * Security headers of every response of the public port: browsers must not frame it, guess its type, or cache it.
 */
@Singleton
class SecurityHeaders {
    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence NO_SNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence REFERRER_POLICY = HttpHeaders.createOptimized("Referrer-Policy");
    private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
    private static final CharSequence DENY = HttpHeaders.createOptimized("DENY");
    private static final CharSequence NO_CONTENT =
            HttpHeaders.createOptimized("default-src 'none'; frame-ancestors 'none'");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final CharSequence TRANSPORT_SECURITY = HttpHeaders.createOptimized("Strict-Transport-Security");
    private static final CharSequence A_YEAR = HttpHeaders.createOptimized("max-age=31536000");

    private final ClientAddresses addresses;

    SecurityHeaders(ClientAddresses addresses) {
        this.addresses = addresses;
    }

    /** Sets the headers that every response has. */
    static void setForAll(io.netty.handler.codec.http.HttpHeaders headers) {
        headers.set(CONTENT_TYPE_OPTIONS, NO_SNIFF)
                .set(REFERRER_POLICY, NO_REFERRER)
                .set(HttpHeaderNames.X_FRAME_OPTIONS, DENY)
                .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, NO_CONTENT);
    }

    /** Sets the headers of the response to this request. */
    void set(HttpServerRequest request) {
        var headers = request.response().headers();
        headers.set(CONTENT_TYPE_OPTIONS, NO_SNIFF).set(REFERRER_POLICY, NO_REFERRER);
        // TLS may end at a trusted proxy.
        if (addresses.of(request).hasTls(request.isSSL())) {
            headers.set(TRANSPORT_SECURITY, A_YEAR);
        }
        if (!isPageOfDevMode(request)) {
            headers.set(HttpHeaderNames.X_FRAME_OPTIONS, DENY)
                    .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, NO_CONTENT)
                    .set(HttpHeaderNames.CACHE_CONTROL, NO_STORE);
        }
    }

    private static boolean isPageOfDevMode(HttpServerRequest request) {
        return LaunchMode.current().isDev() && !String.valueOf(request.path()).startsWith("/api");
    }
}
