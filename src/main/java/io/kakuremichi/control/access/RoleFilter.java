package io.kakuremichi.control.access;

import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.http.ErrorBody;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Holds calls to the role that their resource states; bound at build time, so without reflection. */
class RoleFilter {
    private static final String CHECKED = RoleFilter.class.getName();

    @ForViewers
    @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
    @Nullable Response viewer(RoutingContext call) {
        return check(call, Role.VIEWER);
    }

    @ForOperators
    @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
    @Nullable Response operator(RoutingContext call) {
        return check(call, Role.OPERATOR);
    }

    @ForAdmins
    @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
    @Nullable Response admin(RoutingContext call) {
        return check(call, Role.ADMIN);
    }

    /** Comes after the others: a resource whose role somebody forgot to state serves nobody. */
    @ServerRequestFilter(priority = Priorities.AUTHORIZATION + 1)
    @Nullable Response unstated(RoutingContext call) {
        var guarded = CurrentCaller.of(call) == null || call.get(CHECKED) != null;
        return guarded ? null : forbidden();
    }

    private static @Nullable Response check(RoutingContext call, Role needed) {
        call.put(CHECKED, true);
        var caller = CurrentCaller.of(call);
        var role = caller == null ? null : caller.role();
        return role != null && role.covers(needed) ? null : forbidden();
    }

    static Response forbidden() {
        return ErrorBody.response(
                ApiErrorCode.FORBIDDEN, "The role of this token is not enough for this call", Map.of());
    }
}
