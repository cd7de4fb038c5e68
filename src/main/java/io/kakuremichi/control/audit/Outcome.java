package io.kakuremichi.control.audit;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;

/** How what was asked for ended. */
@RegisterForReflection
public enum Outcome {
    /** Done. */
    @JsonProperty("success")
    SUCCESS,
    /** Done before: the answer to the first call was given again. */
    @JsonProperty("replayed")
    REPLAYED,
    /** Not by this caller. */
    @JsonProperty("denied")
    DENIED,
    /** Not as asked, or not now. */
    @JsonProperty("failed")
    FAILED;

    /** The name in REST and in the database. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Outcome named(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }

    static Outcome ofStatus(int status) {
        return switch (status) {
            case 401, 403, 429 -> DENIED;
            default -> status < 400 ? SUCCESS : FAILED;
        };
    }
}
