package io.kakuremichi.control.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The calls of the REST API. They are read from the annotations of the resources at build time: a native image has no reflection on them at
 * run time.
 */
@Singleton
class RestCalls {
    private static final Pattern TEMPLATE_PARAMETER = Pattern.compile("\\{[^}]*}");

    private final List<RestCall> calls = new ArrayList<>();

    void collect(@Observes @Initialized(ApplicationScoped.class) Object atBuildTime, BeanManager beans) {
        beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .<Class<?>>map(bean -> bean.getBeanClass())
                .distinct()
                .filter(type -> type.isAnnotationPresent(Path.class))
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()).flatMap(method -> call(type, method)))
                .forEach(calls::add);
    }

    private static Stream<RestCall> call(Class<?> resource, Method method) {
        var below = method.getAnnotation(Path.class);
        var path = resource.getAnnotation(Path.class).value() + (below == null ? "" : below.value());
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(of -> of != null)
                .map(of -> new RestCall(
                        resource.getName(),
                        method.getName(),
                        of.value(),
                        Pattern.compile(TEMPLATE_PARAMETER.matcher(path).replaceAll("[^/]+") + "/?"),
                        consumed(resource, method),
                        produced(resource, method),
                        parameters(method)));
    }

    private static List<String> produced(Class<?> resource, Method method) {
        var produces = method.isAnnotationPresent(Produces.class)
                ? method.getAnnotation(Produces.class)
                : resource.getAnnotation(Produces.class);
        return produces == null ? List.of() : List.of(produces.value());
    }

    private static List<String> consumed(Class<?> resource, Method method) {
        var consumes = method.isAnnotationPresent(Consumes.class)
                ? method.getAnnotation(Consumes.class)
                : resource.getAnnotation(Consumes.class);
        return consumes == null ? List.of() : List.of(consumes.value());
    }

    private static Set<String> parameters(Method method) {
        return Arrays.stream(method.getParameters())
                .flatMap(parameter -> parameter.isAnnotationPresent(BeanParam.class)
                        ? Arrays.stream(parameter.getType().getDeclaredFields())
                        : Stream.of(parameter))
                .map((AnnotatedElement element) -> element.getAnnotation(QueryParam.class))
                .filter(annotation -> annotation != null)
                .map(QueryParam::value)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The calls of a path. */
    Stream<RestCall> ofPath(String path) {
        return calls.stream().filter(call -> call.path.matcher(path).matches());
    }

    /** The call that a method of a resource answers. Resources have no two calls with methods of one name. */
    Optional<RestCall> answeredBy(Class<?> resource, String methodName) {
        return calls.stream()
                .filter(call -> call.resource.equals(resource.getName()) && call.methodName.equals(methodName))
                .findFirst();
    }

    /**
     * A call.
     *
     * @param resource the class that answers it
     * @param methodName the method that answers it
     * @param httpMethod GET, POST and so on
     * @param consumed the media types of its body
     * @param produced the media types of its response
     * @param parameters the names of its query parameters
     */
    record RestCall(
            String resource,
            String methodName,
            String httpMethod,
            Pattern path,
            List<String> consumed,
            List<String> produced,
            Set<String> parameters) {}
}
