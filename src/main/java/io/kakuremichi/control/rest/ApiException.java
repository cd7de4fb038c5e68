package io.kakuremichi.control.rest;

import io.kakuremichi.control.http.ApiErrorCode;
import java.util.Map;

/** A call that can't be done as asked. Its text and details go to the client. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ApiErrorCode code;
    private final transient Map<String, String> details;

    public ApiException(ApiErrorCode code, String message) {
        this(code, message, Map.of());
    }

    /**
     * @param details what is wrong, by field
     */
    public ApiException(ApiErrorCode code, String message, Map<String, String> details) {
        super(message);
        this.code = code;
        this.details = details;
    }

    /** Nothing of that kind has that id. */
    public static ApiException notFound(String kind) {
        return new ApiException(ApiErrorCode.NOT_FOUND, "There is no such " + kind);
    }

    /** One field is wrong. */
    public static ApiException invalid(String field, String fault) {
        return new ApiException(ApiErrorCode.VALIDATION_ERROR, "The request is not valid", Map.of(field, fault));
    }

    /** The code. */
    public ApiErrorCode code() {
        return code;
    }

    /** What is wrong, by field; may be empty. */
    public Map<String, String> details() {
        return details;
    }
}
