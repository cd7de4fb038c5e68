package io.kakuremichi.control.rest;

import io.kakuremichi.control.http.ApiErrorCode;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Arrays;

/**
 * Entity versions as {@code ETag}, {@code If-Match} and {@code If-None-Match} (RFC 9110). Reads are never answered with 304: a resource
 * also shows states, such as {@code status}, that change without a new version.
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
     * Compares {@code If-Match} strongly; a request without the header matches every version. A change whose {@code If-None-Match}
     * names the current version is refused.
     *
     * @throws ApiException if a header forbids to change the current version
     */
    public static void check(HttpHeaders headers, int version) {
        var current = '"' + String.valueOf(version) + '"';
        var wanted = headers.getHeaderString(HttpHeaders.IF_MATCH);
        if (wanted != null && !names(wanted, current)) {
            throw new ApiException(
                    ApiErrorCode.PRECONDITION_FAILED,
                    "The resource was modified meanwhile: the current version is " + current);
        }
        var unwanted = headers.getHeaderString(HttpHeaders.IF_NONE_MATCH);
        if (unwanted != null && (names(unwanted, current) || names(unwanted, "W/" + current))) {
            throw new ApiException(
                    ApiErrorCode.PRECONDITION_FAILED,
                    "The resource exists, and If-None-Match names its version: " + current);
        }
    }

    private static boolean names(String tags, String current) {
        return Arrays.stream(tags.split(",", -1))
                .map(String::strip)
                .anyMatch(tag -> tag.equals("*") || tag.equals(current));
    }
}
