package io.kakuremichi.control.events;

import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.rest.ApiException;

/** Why a stream cannot begin. */
final class StreamRefusals {
    private StreamRefusals() {}

    static ApiException tooMany(int limit) {
        return new ApiException(
                ApiErrorCode.UNAVAILABLE, "This replica has %s readers of events, its limit".formatted(limit));
    }

    static ApiException stopping() {
        return new ApiException(ApiErrorCode.UNAVAILABLE, "This replica is stopping, try again");
    }

    static ApiException unavailable() {
        return new ApiException(ApiErrorCode.UNAVAILABLE, "The database is not available, try again later");
    }
}
