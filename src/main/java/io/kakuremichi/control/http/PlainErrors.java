package io.kakuremichi.control.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;

/** Sends errors with an {@link ErrorBody} before a request reaches REST. */
@Singleton
class PlainErrors {
    private final ObjectMapper json;
    private final SecurityHeaders headers;

    PlainErrors(ObjectMapper json, SecurityHeaders headers) {
        this.json = json;
        this.headers = headers;
    }

    void end(RoutingContext call, ApiErrorCode code, String message) {
        end(call.request(), code, message);
    }

    void end(HttpServerRequest request, ApiErrorCode code, String message) {
        // Discard the rest of the body, so that the client can read the response.
        request.resume();
        headers.set(request);
        request.response()
                .setStatusCode(code.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON)
                .end(text(code, message));
    }

    String text(ApiErrorCode code, String message) {
        try {
            return json.writeValueAsString(new ErrorBody(new ErrorBody.ApiError(code, message, Map.of())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an error cannot be written as JSON", e);
        }
    }
}
