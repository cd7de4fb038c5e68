package io.kakuremichi.control.http;

/** The codes of REST errors ({@code rest.md}, <i>Errors</i>) with their HTTP status. */
public enum ApiErrorCode {
    VALIDATION_ERROR(400),
    UNAUTHORIZED(401),
    FORBIDDEN(403),
    NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    NOT_ACCEPTABLE(406),
    DUPLICATE(409),
    POOL_EXHAUSTED(409),
    /** {@code If-Match} does not name the current version. */
    PRECONDITION_FAILED(412),
    PAYLOAD_TOO_LARGE(413),
    URI_TOO_LONG(414),
    UNSUPPORTED_MEDIA_TYPE(415),
    /** The path serves WebSockets only. */
    UPGRADE_REQUIRED(426),
    RATE_LIMITED(429),
    HEADERS_TOO_LARGE(431),
    INTERNAL_ERROR(500),
    /** The database is not available; the same call may succeed later. */
    UNAVAILABLE(503);

    private final int status;

    ApiErrorCode(int status) {
        this.status = status;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }
}
