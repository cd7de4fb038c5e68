package io.kakuremichi.control.access;

import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** The caller of a request, readable wherever the request is: also in filters, and after the request scope has ended. */
public final class CurrentCaller {
    private CurrentCaller() {}

    /** Null before authentication, and if it failed. */
    public static @Nullable Caller of(RoutingContext request) {
        return request.user() instanceof QuarkusHttpUser user
                        && user.getSecurityIdentity().getPrincipal() instanceof Caller caller
                ? caller
                : null;
    }
}
