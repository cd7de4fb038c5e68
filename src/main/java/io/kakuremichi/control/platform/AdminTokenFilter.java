package io.kakuremichi.control.platform;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Lets nobody near {@code /api} without the token, whether or not there is something at the path. */
class AdminTokenFilter {
    private static final String SCHEME = "bearer ";

    private final AdminToken token;
    private final ClientAddresses addresses;
    private final FailedAuthentications failures;

    AdminTokenFilter(AdminToken token, ClientAddresses addresses, FailedAuthentications failures) {
        this.token = token;
        this.addresses = addresses;
        this.failures = failures;
    }

    @ServerRequestFilter(preMatching = true)
    @Nullable Response check(ContainerRequestContext request, RoutingContext call) {
        if (!request.getUriInfo().getPath().startsWith("/api")) {
            return null;
        }
        var authorization = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (authorization != null
                && authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                && token.is(authorization.substring(SCHEME.length()).strip())) {
            return null;
        }
        failures.count(addresses.of(call.request()));
        var refusal = ErrorBody.response(ErrorCode.UNAUTHORIZED, "A valid bearer token is needed", Map.of());
        return Response.fromResponse(refusal)
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }
}
