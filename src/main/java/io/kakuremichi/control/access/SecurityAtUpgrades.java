package io.kakuremichi.control.access;

import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.quarkus.vertx.http.runtime.security.SecurityHandlerPriorities;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Takes the deferred identity away from requests to the WebSocket endpoints. Their {@code Authorization} has a client's key, which
 * is no token; and with an identity to come, WebSockets Next would keep the request and its headers as long as the connection.
 */
@Singleton
class SecurityAtUpgrades {
    private static final List<String> ENDPOINTS = List.of("/", "/ws");

    /** Right after Quarkus has put the identity into the request. */
    private static final int ORDER = 1 - SecurityHandlerPriorities.AUTHENTICATION;

    void install(@Observes Router router) {
        ENDPOINTS.forEach(path -> router.route(path).order(ORDER).handler(SecurityAtUpgrades::forget));
    }

    private static void forget(RoutingContext request) {
        request.remove(QuarkusHttpUser.DEFERRED_IDENTITY_KEY);
        request.next();
    }
}
