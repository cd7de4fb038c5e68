package io.kakuremichi.control.session.handshake;

import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Records, right before the endpoints, whether a call carries Quarkus' deferred identity. */
@Singleton
class UpgradeIdentityProbe {
    static final Queue<Seen> SEEN = new ConcurrentLinkedQueue<>();

    private static final List<String> PATHS = List.of("/ws", "/api/agents");

    /** After {@link UpgradeIdentity}. */
    private static final int ORDER = -50;

    void install(@Observes Router router) {
        PATHS.forEach(path -> router.get(path).order(ORDER).handler(call -> {
            SEEN.add(new Seen(path, call.get(QuarkusHttpUser.DEFERRED_IDENTITY_KEY) != null));
            call.next();
        }));
    }

    record Seen(String path, boolean withIdentity) {}
}
