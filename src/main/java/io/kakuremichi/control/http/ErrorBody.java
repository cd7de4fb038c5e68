package io.kakuremichi.control.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The one shape of all REST errors: {@code {"error": {"code", "message", "details"?}}}. */
@RegisterForReflection
@Schema(description = "The one shape of all errors")
public record ErrorBody(Fault error) {
    /**
     * What went wrong.
     *
     * @param details what is wrong, by field; left out when empty
     */
    @RegisterForReflection
    public record Fault(
            ApiErrorCode code,
            String message,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> details) {}

    /** The answer that says so. */
    public static Response response(ApiErrorCode code, String message, Map<String, String> details) {
        return Response.status(code.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new ErrorBody(new Fault(code, message, details)))
                .build();
    }
}
