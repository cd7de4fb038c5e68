package io.kakuremichi.control.rest;

import io.kakuremichi.control.http.ApiErrorCode;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;

/**
 * Refuses query parameters that the called method does not declare, that are given twice, or that have no value. The framework ignores
 * unknown and empty ones, so a misspelled filter or an empty shell variable would select everything; of a repeated one it takes the first
 * value.
 */
@Singleton
class KnownParameters {
    private static final String UNKNOWN = "is not a known parameter";
    private static final String REPEATED = "must be given once";
    private static final String EMPTY = "must not be empty";

    private final RestCalls calls;

    KnownParameters(RestCalls calls) {
        this.calls = calls;
    }

    /** After the call was authenticated and its method found. */
    @ServerRequestFilter
    void check(UriInfo uri, SimpleResourceInfo called) {
        var given = uri.getQueryParameters();
        // No method of ours answers OPTIONS.
        if (given.isEmpty() || called.getResourceClass() == null) {
            return;
        }
        var known = calls.answeredBy(called.getResourceClass(), called.getMethodName())
                .map(RestCalls.RestCall::parameters)
                .orElse(Set.of());
        var faults = new TreeMap<String, String>();
        given.forEach((name, values) -> {
            if (!known.contains(name)) {
                faults.put(name, UNKNOWN);
            } else if (values.size() > 1) {
                faults.put(name, REPEATED);
            } else if (values.getFirst().isEmpty()) {
                faults.put(name, EMPTY);
            }
        });
        if (!faults.isEmpty()) {
            throw new ApiException(ApiErrorCode.VALIDATION_ERROR, "The request is not valid", faults);
        }
    }
}
