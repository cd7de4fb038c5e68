package io.kakuremichi.control.movein;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;

/** What an import does with one row. */
@RegisterForReflection
enum ImportAction {
    CREATE,
    /** It is there already, and stays as it is. */
    UNCHANGED,
    /** It cannot become a part of Control; a note says why. */
    SKIP;

    /** The name in answers. */
    @JsonValue
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
