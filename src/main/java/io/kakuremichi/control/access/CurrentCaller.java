package io.kakuremichi.control.access;

import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * The caller of a request, from when it is authenticated. Kept with the request and not in a context of the thread, because
 * authentication may go on on another one.
 */
public final class CurrentCaller {
    private static final String KEY = CurrentCaller.class.getName();

    private CurrentCaller() {}

    /** Null before authentication, and when that failed. */
    public static @Nullable Caller of(RoutingContext request) {
        return request.get(KEY);
    }

    static void set(RoutingContext request, Caller caller) {
        request.put(KEY, caller);
    }
}
