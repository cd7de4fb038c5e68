package io.kakuremichi.control.access;

import io.kakuremichi.control.credential.BearerToken;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.http.ErrorBody;
import io.kakuremichi.control.telemetry.AuthenticationMetrics;
import io.kakuremichi.control.telemetry.AuthenticationMetrics.Outcome;
import io.kakuremichi.control.telemetry.AuthenticationMetrics.Via;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Requires an authenticated caller with a role for everything under {@code /api}, whether or not a resource is at the path. Without
 * it, {@code @RolesAllowed} would protect resources only, and 404 would reveal which paths exist. A filter of REST and not
 * a path policy, because it sees the path as REST matches it, however the client wrote it.
 */
class AuthenticationFilter {
    /** A call to it has the credentials in its body, and checks them itself. */
    private static final String LOGIN = "/api/session";

    /** A call to it has an enrollment key, which permits nothing else and gives no identity. */
    private static final String ENROLL = "/api/enroll";

    private final UnauthenticatedCalls unauthenticated;
    private final AuthenticationMetrics authentications;

    AuthenticationFilter(UnauthenticatedCalls unauthenticated, AuthenticationMetrics authentications) {
        this.unauthenticated = unauthenticated;
        this.authentications = authentications;
    }

    @ServerRequestFilter(preMatching = true)
    @Nullable Uni<Response> check(ContainerRequestContext request, RoutingContext call) {
        var path = request.getUriInfo().getPath();
        var post = request.getMethod().equals(HttpMethod.POST);
        if (!path.startsWith("/api") || post && path.equals(LOGIN)) {
            return null;
        }
        if (post && path.equals(ENROLL)) {
            return checkEnrollmentKey(call);
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

    /** Checks the form before the body is read; the resource checks the key itself. */
    private @Nullable Uni<Response> checkEnrollmentKey(RoutingContext call) {
        return BearerToken.parse(call.request().getHeader(HttpHeaders.AUTHORIZATION))
                        .filter(Secret::isEnrollmentKey)
                        .isPresent()
                ? null
                : Uni.createFrom().item(() -> unauthenticated.refuse(call, UnauthenticatedCalls.NO_ENROLLMENT_KEY));
    }

    private Response refuse(RoutingContext call) {
        return unauthenticated.refuse(call, "A valid bearer token is required");
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
