package io.kakuremichi.control.rest;

import io.kakuremichi.control.http.ApiErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;

/**
 * Refuses query parameters that the called method does not declare. The framework ignores them, so a misspelled filter would select
 * everything. The parameters of each method are read from the annotations of the resources at build time: a native image has no reflection
 * on them at run time.
 */
@Singleton
class KnownParameters {
    private static final String FAULT = "is not a known parameter";

    /** By class and method. Resources have no two methods of one name. */
    private final Map<String, Set<String>> declared = new HashMap<>();

    void collect(@Observes @Initialized(ApplicationScoped.class) Object atBuildTime, BeanManager beans) {
        beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .<Class<?>>map(bean -> bean.getBeanClass())
                .distinct()
                .filter(type -> type.isAnnotationPresent(Path.class))
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .forEach(method -> declared.merge(
                        key(method.getDeclaringClass(), method.getName()), names(method), KnownParameters::union));
    }

    /** Private methods may have the name of a call. */
    private static Set<String> union(Set<String> some, Set<String> others) {
        return Stream.concat(some.stream(), others.stream()).collect(Collectors.toSet());
    }

    private static Set<String> names(Method method) {
        return Arrays.stream(method.getParameters())
                .flatMap(parameter -> parameter.isAnnotationPresent(BeanParam.class)
                        ? Arrays.stream(parameter.getType().getDeclaredFields())
                        : Stream.of(parameter))
                .map((AnnotatedElement element) -> element.getAnnotation(QueryParam.class))
                .filter(annotation -> annotation != null)
                .map(QueryParam::value)
                .collect(Collectors.toSet());
    }

    private static String key(Class<?> resource, String method) {
        return resource.getName() + "." + method;
    }

    /** After the call was authenticated and its method found. */
    @ServerRequestFilter
    void check(UriInfo uri, SimpleResourceInfo called) {
        var given = uri.getQueryParameters().keySet();
        // No method of ours answers OPTIONS.
        if (given.isEmpty() || called.getResourceClass() == null) {
            return;
        }
        var known = declared.getOrDefault(key(called.getResourceClass(), called.getMethodName()), Set.of());
        var faults = new TreeMap<String, String>();
        given.stream().filter(name -> !known.contains(name)).forEach(name -> faults.put(name, FAULT));
        if (!faults.isEmpty()) {
            throw new ApiException(ApiErrorCode.VALIDATION_ERROR, "The request is not valid", faults);
        }
    }
}
