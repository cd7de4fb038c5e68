package io.kakuremichi.control.rest;

import io.kakuremichi.control.http.AcceptedValues;
import io.kakuremichi.control.http.ApiErrorCode;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what the framework ignores in media types: a body in another character encoding, which it would read as UTF-8, and a response
 * that the caller excludes with a weight of zero (RFC 9110, 12.4.2).
 */
@Singleton
class MediaTypes {
    /** JSON and YAML are UTF-8 (RFC 8259, 8.1; RFC 9512, 2.1), of which ASCII is a part. */
    private static final Set<String> UTF_8 = Set.of("utf-8", "utf8", "us-ascii");

    private static final String CHARSET = "charset=";

    private final RestCalls calls;

    MediaTypes(RestCalls calls) {
        this.calls = calls;
    }

    /** After the call was authenticated and its method found. */
    @ServerRequestFilter
    void check(HttpHeaders headers, SimpleResourceInfo called) {
        if (called.getResourceClass() == null) {
            return;
        }
        checkCharset(headers.getHeaderString(HttpHeaders.CONTENT_TYPE));
        var accepted = headers.getRequestHeader(HttpHeaders.ACCEPT);
        if (accepted.isEmpty()) {
            return;
        }
        calls.answeredBy(called.getResourceClass(), called.getMethodName()).ifPresent(call -> {
            if (!call.produced().isEmpty()
                    && call.produced().stream().noneMatch(type -> isAcceptable(type, accepted))) {
                throw new ApiException(
                        ApiErrorCode.NOT_ACCEPTABLE, "None of the media types in the Accept header can be returned");
            }
        });
    }

    private static void checkCharset(@Nullable String contentType) {
        if (contentType == null) {
            return;
        }
        var other = Arrays.stream(contentType.toLowerCase(Locale.ROOT).split(";", -1))
                .skip(1)
                .map(String::strip)
                .filter(parameter -> parameter.startsWith(CHARSET))
                .map(parameter -> parameter.substring(CHARSET.length()).replace("\"", ""))
                .anyMatch(charset -> !UTF_8.contains(charset));
        if (other) {
            throw new ApiException(
                    ApiErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "The body must be UTF-8, and its Content-Type names another charset");
        }
    }

    /** Decided by the most specific range that includes the type. */
    private static boolean isAcceptable(String type, List<String> accepted) {
        var ranges = AcceptedValues.elements(accepted).toList();
        for (var range : List.of(type, type.substring(0, type.indexOf('/')) + "/*", "*/*")) {
            var matching = ranges.stream()
                    .filter(each -> AcceptedValues.value(each).equals(range))
                    .toList();
            if (!matching.isEmpty()) {
                return matching.stream().anyMatch(each -> !AcceptedValues.isExcluded(each));
            }
        }
        return false;
    }
}
