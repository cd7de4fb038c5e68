package io.kakuremichi.control.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The free-form JSON object that people attach to agents and gateways. */
public final class Metadata {
    /** None. */
    public static final String EMPTY = "{}";

    private static final int MAX_LENGTH = 16 * 1024;

    private Metadata() {}

    /**
     * As it is stored.
     *
     * @throws ApiException when it is too long
     */
    public static String text(@Nullable ObjectNode metadata) {
        var text = metadata == null ? EMPTY : metadata.toString();
        if (text.length() > MAX_LENGTH) {
            throw ApiException.invalid("metadata", "must have at most %d characters as JSON".formatted(MAX_LENGTH));
        }
        return text;
    }
}
