package io.kakuremichi.control.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The free-form JSON object of agents and gateways. */
public final class Metadata {
    /** The empty metadata. */
    public static final String EMPTY = "{}";

    private static final int MAX_LENGTH = 16 * 1024;

    private Metadata() {}

    /**
     * The stored form.
     *
     * @throws ApiException if it is too long
     */
    public static String text(@Nullable ObjectNode metadata) {
        var text = metadata == null ? EMPTY : metadata.toString();
        if (text.length() > MAX_LENGTH) {
            throw ApiException.invalid("metadata", "must be at most %s characters as JSON".formatted(MAX_LENGTH));
        }
        return text;
    }
}
