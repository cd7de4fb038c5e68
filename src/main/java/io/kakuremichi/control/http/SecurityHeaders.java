package io.kakuremichi.control.http;

import io.kakuremichi.control.config.ControlConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/**
 * The security headers of every response on the public port: browsers must not render, frame, sniff or cache it. Dev
 * mode's own pages are excluded.
 */
@Singleton
class SecurityHeaders {
    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence FRAME_OPTIONS = HttpHeaders.createOptimized("X-Frame-Options");
    private static final CharSequence REFERRER_POLICY = HttpHeaders.createOptimized("Referrer-Policy");
    private static final CharSequence CONTENT_SECURITY_POLICY = HttpHeaders.createOptimized("Content-Security-Policy");
    private static final CharSequence TRANSPORT_SECURITY = HttpHeaders.createOptimized("Strict-Transport-Security");
    private static final String A_YEAR = "max-age=31536000";
    private static final String PAGES_OF_DEV_MODE = "/q/";

    private final boolean devMode;

    SecurityHeaders(ControlConfig config) {
        this.devMode = config.devMode();
    }

    void put(RoutingContext call, boolean tls) {
        var headers = call.response().headers();
        headers.set(CONTENT_TYPE_OPTIONS, "nosniff");
        headers.set(REFERRER_POLICY, "no-referrer");
        if (!(devMode && call.request().path().startsWith(PAGES_OF_DEV_MODE))) {
            headers.set(FRAME_OPTIONS, "DENY");
            headers.set(CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
            headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
        }
        if (tls) {
            headers.set(TRANSPORT_SECURITY, A_YEAR);
        }
    }
}
