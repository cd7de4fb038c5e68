package io.kakuremichi.control.platform;

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

    AdminTokenFilter(AdminToken token) {
        this.token = token;
    }

    @ServerRequestFilter(preMatching = true)
    @Nullable Response check(ContainerRequestContext request) {
        if (!request.getUriInfo().getPath().startsWith("/api")) {
            return null;
        }
        var authorization = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (authorization != null
                && authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                && token.is(authorization.substring(SCHEME.length()).strip())) {
            return null;
        }
        var refusal = ErrorBody.response(ErrorCode.UNAUTHORIZED, "A valid bearer token is needed", Map.of());
        return Response.fromResponse(refusal)
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }
}
