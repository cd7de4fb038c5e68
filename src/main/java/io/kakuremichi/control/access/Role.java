package io.kakuremichi.control.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a caller may do. Each role includes the rights of all earlier ones. */
@RegisterForReflection
public enum Role {
    /** May read. */
    @JsonProperty(Roles.VIEWER)
    VIEWER,
    /** May also change tunnels. */
    @JsonProperty(Roles.OPERATOR)
    OPERATOR,
    /** May do everything. */
    @JsonProperty(Roles.ADMIN)
    ADMIN;

    /** The name in REST and in the database. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is the needed role or a higher one. */
    boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }

    /** The names of this role and of all lower ones. */
    Set<String> covered() {
        return Arrays.stream(values()).filter(this::covers).map(Role::wireName).collect(Collectors.toUnmodifiableSet());
    }

    /** The role of that name. */
    public static Role named(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
