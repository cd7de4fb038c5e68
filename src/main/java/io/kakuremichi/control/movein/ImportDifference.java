package io.kakuremichi.control.movein;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * A field in which a stored object differs from its row in the original.
 *
 * @param original null for none, and for API keys
 * @param control null for none, and for API keys
 */
@RegisterForReflection
record ImportDifference(
        String field, @Nullable String original, @Nullable String control) {}
