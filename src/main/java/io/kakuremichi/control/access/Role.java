package io.kakuremichi.control.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;

/** What a caller may do; each may all that those before it may. */
@RegisterForReflection
public enum Role {
    /** Reads. */
    @JsonProperty("viewer")
    VIEWER,
    /** Changes tunnels. */
    @JsonProperty("operator")
    OPERATOR,
    /** All. */
    @JsonProperty("admin")
    ADMIN;

    /** The name in REST and in the database. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is the needed one or one that may more. */
    boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }

    static Role named(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
