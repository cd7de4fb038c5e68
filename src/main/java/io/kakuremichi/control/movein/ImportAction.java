package io.kakuremichi.control.movein;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What an import does with one row. */
@RegisterForReflection
enum ImportAction {
    @JsonProperty("create")
    CREATE,
    /** Control has it already; it stays unchanged. */
    @JsonProperty("unchanged")
    UNCHANGED,
    /** It cannot be imported; a note states the reason. */
    @JsonProperty("skip")
    SKIP
}
