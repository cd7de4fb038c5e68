package io.kakuremichi.control.rest;

import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.http.ErrorBody;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Answers 405 with {@code Allow} (RFC 9110, 15.5.6), which the framework leaves out. The methods of each path are read from the
 * annotations of the resources at build time: a native image has no reflection on them at run time.
 */
@Singleton
class AllowedMethods {
    private static final Pattern TEMPLATE_PARAMETER = Pattern.compile("\\{[^}]*}");

    private final List<Call> calls = new ArrayList<>();

    void collect(@Observes @Initialized(ApplicationScoped.class) Object atBuildTime, BeanManager beans) {
        beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .<Class<?>>map(bean -> bean.getBeanClass())
                .distinct()
                .filter(type -> type.isAnnotationPresent(Path.class))
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()).flatMap(method -> call(type, method)))
                .forEach(calls::add);
    }

    private static Stream<Call> call(Class<?> resource, Method method) {
        var below = method.getAnnotation(Path.class);
        var path = resource.getAnnotation(Path.class).value() + (below == null ? "" : below.value());
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(of -> of != null)
                .map(of -> new Call(
                        of.value(),
                        Pattern.compile(TEMPLATE_PARAMETER.matcher(path).replaceAll("[^/]+") + "/?")));
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

    private Set<String> of(String path) {
        var methods = new TreeSet<String>(List.of(HttpMethod.OPTIONS));
        calls.stream().filter(call -> call.path.matcher(path).matches()).forEach(call -> {
            methods.add(call.method);
            if (call.method.equals(HttpMethod.GET)) {
                methods.add(HttpMethod.HEAD);
            }
        });
        return methods;
    }

    private record Call(String method, Pattern path) {}
}
