package io.kakuremichi.control.access;

import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.http.ClientAddresses;
import io.kakuremichi.control.http.ErrorBody;
import io.kakuremichi.control.http.FailedAuthentications;
import io.kakuremichi.control.telemetry.AuthenticationMetrics;
import io.kakuremichi.control.telemetry.AuthenticationMetrics.Outcome;
import io.kakuremichi.control.telemetry.AuthenticationMetrics.Via;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Event;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Requires an authenticated caller with a role for everything under {@code /api}, whether or not a resource is at the path: without
 * it, {@code @RolesAllowed} would protect resources only, and 404 would tell strangers which paths exist. A filter of REST and not
 * a path policy, because it sees the path as REST matches it, however the client wrote it.
 */
class AuthenticationFilter {
    private final ClientAddresses addresses;
    private final FailedAuthentications failures;
    private final Event<RefusedCall> refusals;
    private final AuthenticationMetrics authentications;

    AuthenticationFilter(
            ClientAddresses addresses,
            FailedAuthentications failures,
            Event<RefusedCall> refusals,
            AuthenticationMetrics authentications) {
        this.addresses = addresses;
        this.failures = failures;
        this.refusals = refusals;
        this.authentications = authentications;
    }

    @ServerRequestFilter(preMatching = true)
    @Nullable Uni<Response> check(ContainerRequestContext request, RoutingContext call) {
        if (!request.getUriInfo().getPath().startsWith("/api")) {
            return null;
        }
        return QuarkusHttpUser.getSecurityIdentity(call, null)
                .map(identity -> identity == null || identity.isAnonymous() ? refuse(call) : admit(identity))
                .onFailure(AuthenticationFailedException.class)
                .recoverWithItem(() -> refuse(call))
                .onFailure()
                .invoke(() -> authentications.count(Via.REST, Outcome.FAILED));
    }

    /** Returns no response, so that the call goes on, unless the caller has no role at all. */
    private @Nullable Response admit(SecurityIdentity identity) {
        authentications.count(Via.REST, Outcome.ACCEPTED);
        return identity.getRoles().isEmpty() ? forbidden() : null;
    }

    private Response refuse(RoutingContext call) {
        var client = addresses.of(call.request());
        failures.count(client);
        authentications.count(Via.REST, Outcome.REFUSED);
        refusals.fire(new RefusedCall(client.host()));
        var refusal = ErrorBody.response(ApiErrorCode.UNAUTHORIZED, "A valid bearer token is required", Map.of());
        return Response.fromResponse(refusal)
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }

    /** The caller lacks the role of {@code @RolesAllowed}, or the resource states none. */
    @ServerExceptionMapper
    Response forbidden(ForbiddenException e) {
        return forbidden();
    }

    private static Response forbidden() {
        return ErrorBody.response(ApiErrorCode.FORBIDDEN, "The role of this token does not permit this call", Map.of());
    }
}
