package io.kakuremichi.control.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of every REST error: {@code {"error": {"code", "message", "details"?}}}. */
@RegisterForReflection
@Schema(description = "The body of every error")
public record ErrorBody(ApiError error) {
    /**
     * The error.
     *
     * @param details the faults by field; omitted if empty
     */
    @RegisterForReflection
    @Schema(name = "Fault")
    public record ApiError(
            ApiErrorCode code,
            String message,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> details) {}

    /** The response with this error. */
    public static Response response(ApiErrorCode code, String message, Map<String, String> details) {
        return Response.status(code.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new ErrorBody(new ApiError(code, message, details)))
                .build();
    }
}
