package io.kakuremichi.control.rest;

import io.kakuremichi.control.http.ApiErrorCode;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Entity versions as {@code ETag} and {@code If-Match} (RFC 9110).
 *
 * <p>Not {@code Request.evaluatePreconditions}: in Quarkus 3.33 it accepts tags without quotes, and takes the tag {@code "*"} for the
 * wildcard, so a malformed header would allow a change.
 */
public final class Versions {
    private Versions() {}

    /** The tag of a version. */
    public static EntityTag tag(int version) {
        return new EntityTag(String.valueOf(version));
    }

    /**
     * Compares strongly; a request without the header matches every version.
     *
     * @throws ApiException if the header does not name the current version
     */
    public static void check(HttpHeaders headers, int version) {
        check(headers.getHeaderString(HttpHeaders.IF_MATCH), version);
    }

    private static void check(@Nullable String ifMatch, int version) {
        if (ifMatch == null) {
            return;
        }
        var current = '"' + String.valueOf(version) + '"';
        var matches = Arrays.stream(ifMatch.split(",", -1))
                .map(String::strip)
                .anyMatch(tag -> tag.equals("*") || tag.equals(current));
        if (!matches) {
            throw new ApiException(
                    ApiErrorCode.PRECONDITION_FAILED,
                    "The resource was modified meanwhile: the current version is " + current);
        }
    }
}
