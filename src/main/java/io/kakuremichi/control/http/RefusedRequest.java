package io.kakuremichi.control.http;

import java.util.Map;

/** A request that is refused before it reaches REST. The failure handler of all routes answers it with an {@link ErrorBody}. */
public final class RefusedRequest extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ApiErrorCode code;
    private final transient Map<String, String> headers;

    public RefusedRequest(ApiErrorCode code, String message) {
        this(code, message, Map.of());
    }

    /** @param headers of the answer */
    public RefusedRequest(ApiErrorCode code, String message, Map<String, String> headers) {
        // Without a stack trace: strangers cause these, and no log shows them.
        super(message, null, false, false);
        this.code = code;
        this.headers = headers;
    }

    /** The error code. */
    public ApiErrorCode code() {
        return code;
    }

    /** The headers of the answer. */
    public Map<String, String> headers() {
        return headers;
    }
}
