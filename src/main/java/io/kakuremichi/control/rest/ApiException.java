package io.kakuremichi.control.rest;

import io.kakuremichi.control.http.ApiErrorCode;
import java.util.Map;

/** A call that is not valid or cannot be done. The message and details are sent to the client. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ApiErrorCode code;
    private final transient Map<String, String> details;

    public ApiException(ApiErrorCode code, String message) {
        this(code, message, Map.of());
    }

    /** @param details the faults by field */
    public ApiException(ApiErrorCode code, String message, Map<String, String> details) {
        super(message);
        this.code = code;
        this.details = details;
    }

    /** No resource of that kind has that id. */
    public static ApiException notFound(String kind) {
        return new ApiException(ApiErrorCode.NOT_FOUND, "No such " + kind);
    }

    /** One field is not valid. */
    public static ApiException invalid(String field, String fault) {
        return new ApiException(ApiErrorCode.VALIDATION_ERROR, "The request is not valid", Map.of(field, fault));
    }

    /** The error code. */
    public ApiErrorCode code() {
        return code;
    }

    /** The faults by field; may be empty. */
    public Map<String, String> details() {
        return details;
    }
}
