package io.kakuremichi.control.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The body of a call, built from the given options; Control validates the values. */
final class Body {
    private final ObjectNode object = RestClient.JSON.createObjectNode();

    Body with(String field, @Nullable String value) {
        if (value != null) {
            object.put(field, value);
        }
        return this;
    }

    Body with(String field, boolean value) {
        object.put(field, value);
        return this;
    }

    /** Adds a field that an empty text clears. */
    Body withOptional(String field, @Nullable String value) {
        if (value != null && value.isEmpty()) {
            object.putNull(field);
            return this;
        }
        return with(field, value);
    }

    Body withJson(String field, @Nullable String json) {
        if (json != null) {
            try {
                object.set(field, RestClient.JSON.readTree(json));
            } catch (JsonProcessingException e) {
                throw Failure.usage("--%s is not JSON: %s".formatted(field, e.getOriginalMessage()));
            }
        }
        return this;
    }

    JsonNode json() {
        return object;
    }

    /**
     * The body of a change.
     *
     * @throws Failure when no option was given
     */
    JsonNode change() {
        if (object.isEmpty()) {
            throw Failure.usage("Nothing to change; see --help for the options");
        }
        return object;
    }
}
