package io.kakuremichi.control.http;

/** The codes of REST errors ({@code rest-api.md}, <i>Rules</i>) with the HTTP status each goes with. */
public enum ApiErrorCode {
    VALIDATION_ERROR(400),
    UNAUTHORIZED(401),
    FORBIDDEN(403),
    NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    NOT_ACCEPTABLE(406),
    DUPLICATE(409),
    POOL_EXHAUSTED(409),
    /** {@code If-Match} named a version that is not the current one. */
    PRECONDITION_FAILED(412),
    PAYLOAD_TOO_LARGE(413),
    UNSUPPORTED_MEDIA_TYPE(415),
    RATE_LIMITED(429),
    INTERNAL_ERROR(500),
    /** The database is away; the same call will work later. */
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
