package io.kakuremichi.control.session.handshake;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Removes REST's deferred identity from upgrade requests. A client's key in {@code Authorization} is not a token of REST, and
 * WebSockets Next would keep the identity, and with it the request, as long as the connection.
 */
@Singleton
class UpgradeIdentity {
    private static final List<String> PATHS = List.of("/ws", "/");

    /** After Quarkus' authentication handler (-200), before the endpoints. */
    private static final int ORDER = -100;

    void install(@Observes Router router) {
        PATHS.forEach(path -> router.get(path).order(ORDER).handler(UpgradeIdentity::removeIdentity));
    }

    private static void removeIdentity(RoutingContext call) {
        if (call.request().headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)) {
            call.remove(QuarkusHttpUser.DEFERRED_IDENTITY_KEY);
        }
        call.next();
    }
}
