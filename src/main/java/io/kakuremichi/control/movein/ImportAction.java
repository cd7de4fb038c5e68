package io.kakuremichi.control.movein;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What an import does with one row. */
@RegisterForReflection
enum ImportAction {
    @JsonProperty("create")
    CREATE,
    /** It is there already, and stays as it is. */
    @JsonProperty("unchanged")
    UNCHANGED,
    /** It cannot become a part of Control; a note says why. */
    @JsonProperty("skip")
    SKIP
}
