package io.kakuremichi.control.original;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** A row of the original's {@code agents}, with the texts of the file. */
@RegisterForReflection
public record OriginalAgent(
        @Nullable String id,
        @Nullable String name,
        @Nullable String apiKey,
        @Nullable String publicKey,
        @Nullable String metadata) {
    /** Without the key. */
    @Override
    public String toString() {
        return "OriginalAgent[" + id + "]";
    }
}
