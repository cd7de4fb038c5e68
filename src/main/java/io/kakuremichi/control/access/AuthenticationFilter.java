package io.kakuremichi.control.access;

import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.http.ClientAddresses;
import io.kakuremichi.control.http.ErrorBody;
import io.kakuremichi.control.http.FailedAuthentications;
import io.kakuremichi.control.telemetry.AuthenticationMetrics;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Event;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Lets nobody unknown near {@code /api}, whether or not there is something at the path. */
class AuthenticationFilter {
    private final Authenticator authenticator;
    private final ClientAddresses addresses;
    private final FailedAuthentications failures;
    private final Event<RefusedCall> refusals;
    private final AuthenticationMetrics authentications;

    AuthenticationFilter(
            Authenticator authenticator,
            ClientAddresses addresses,
            FailedAuthentications failures,
            Event<RefusedCall> refusals,
            AuthenticationMetrics authentications) {
        this.authentications = authentications;
        this.failures = failures;
        this.authenticator = authenticator;
        this.addresses = addresses;
        this.refusals = refusals;
    }

    @ServerRequestFilter(preMatching = true)
    @Nullable Uni<Response> check(ContainerRequestContext request, RoutingContext routing) {
        if (!request.getUriInfo().getPath().startsWith("/api")) {
            return null;
        }
        return BearerToken.parse(request.getHeaderString(HttpHeaders.AUTHORIZATION))
                .map(authenticator::authenticate)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .onFailure()
                .invoke(() ->
                        authentications.count(AuthenticationMetrics.Via.REST, AuthenticationMetrics.Outcome.FAILED))
                .map(caller -> caller.isPresent() ? admit(caller.get(), routing) : refuse(routing));
    }

    /** No answer, so that the call goes on; but somebody without any role gets no further. */
    private @Nullable Response admit(Caller caller, RoutingContext routing) {
        authentications.count(AuthenticationMetrics.Via.REST, AuthenticationMetrics.Outcome.ACCEPTED);
        CurrentCaller.set(routing, caller);
        return caller.role() == null ? RoleFilter.forbidden() : null;
    }

    private Response refuse(RoutingContext routing) {
        var client = addresses.of(routing.request());
        failures.count(client);
        authentications.count(AuthenticationMetrics.Via.REST, AuthenticationMetrics.Outcome.REFUSED);
        refusals.fire(new RefusedCall(client.host()));
        var refusal = ErrorBody.response(ApiErrorCode.UNAUTHORIZED, "A valid bearer token is needed", Map.of());
        return Response.fromResponse(refusal)
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }
}
