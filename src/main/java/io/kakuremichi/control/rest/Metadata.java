package io.kakuremichi.control.rest;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * The free-form JSON object of agents and gateways.
 *
 * @param json the object as text, with its numbers as the caller wrote them
 */
@RegisterForReflection
public record Metadata(String json) {
    /** The empty metadata. */
    public static final String EMPTY = "{}";

    /** The stored form; null clears the metadata. */
    public static String text(@Nullable Metadata metadata) {
        return metadata == null ? EMPTY : metadata.json;
    }
}
