package io.kakuremichi.control.declared;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;

/** What happens to an object. */
@RegisterForReflection
enum PlannedAction {
    @JsonProperty("create")
    CREATE,
    @JsonProperty("update")
    UPDATE,
    @JsonProperty("delete")
    DELETE,
    /** It stays, and no longer has a manager. */
    @JsonProperty("release")
    RELEASE,
    @JsonProperty("unchanged")
    UNCHANGED;

    /** The name in REST and in the audit. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
