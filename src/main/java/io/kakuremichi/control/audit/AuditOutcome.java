package io.kakuremichi.control.audit;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The outcome of an action. */
@RegisterForReflection
@Schema(name = "Outcome")
public enum AuditOutcome {
    /** Done. */
    @JsonProperty("success")
    SUCCESS,
    /** Already done: the response to the first call was repeated. */
    @JsonProperty("replayed")
    REPLAYED,
    /** The caller is not permitted. */
    @JsonProperty("denied")
    DENIED,
    /** The request was not valid, or could not be completed. */
    @JsonProperty("failed")
    FAILED;

    /** The name in REST and in the database. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static AuditOutcome named(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }

    static AuditOutcome ofStatus(int status) {
        return switch (status) {
            case 401, 403, 429 -> DENIED;
            default -> status < 400 ? SUCCESS : FAILED;
        };
    }
}
