package io.kakuremichi.control.rest;

import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.http.ErrorBody;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Answers what a path permits: 405 with {@code Allow} (RFC 9110, 15.5.6) and 415 with {@code Accept} (15.5.16), which the framework leaves
 * out.
 */
@Singleton
class AllowedMethods {
    private final RestCalls calls;

    AllowedMethods(RestCalls calls) {
        this.calls = calls;
    }

    @ServerExceptionMapper
    Response notAllowed(NotAllowedException e, UriInfo uri) {
        return notAllowed(of(uri.getPath()));
    }

    private static Response notAllowed(Set<String> allowed) {
        var response =
                ErrorBody.response(ApiErrorCode.METHOD_NOT_ALLOWED, "This path does not support this method", Map.of());
        return Response.fromResponse(response)
                .header(HttpHeaders.ALLOW, String.join(", ", allowed))
                .build();
    }

    /** The framework also takes another method for another path, where two resources share the start of a path. */
    @ServerExceptionMapper
    Response notFound(NotFoundException e, UriInfo uri, Request request) {
        var allowed = of(uri.getPath());
        return allowed.size() > 1 && !allowed.contains(request.getMethod())
                ? notAllowed(allowed)
                : ErrorBody.response(ApiErrorCode.NOT_FOUND, "No such path", Map.of());
    }

    @ServerExceptionMapper
    Response notSupported(NotSupportedException e, UriInfo uri, Request request) {
        var types = calls.ofPath(uri.getPath())
                .filter(call -> call.httpMethod().equals(request.getMethod()))
                .flatMap(call -> call.consumed().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        var response = ErrorBody.response(
                ApiErrorCode.UNSUPPORTED_MEDIA_TYPE, "The body must be " + String.join(" or ", types), Map.of());
        return Response.fromResponse(response)
                .header(HttpHeaders.ACCEPT, String.join(", ", types))
                .build();
    }

    private Set<String> of(String path) {
        var methods = new TreeSet<String>(List.of(HttpMethod.OPTIONS));
        calls.ofPath(path).forEach(call -> {
            methods.add(call.httpMethod());
            if (call.httpMethod().equals(HttpMethod.GET)) {
                methods.add(HttpMethod.HEAD);
            }
        });
        return methods;
    }
}
