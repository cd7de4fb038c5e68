package io.kakuremichi.control.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The body of a call, made of the options that were given; Control checks what is in them. */
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

    /** An empty text empties the field. */
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

    /** What changes something.
     *
     * @throws Failure when nothing was given
     */
    JsonNode change() {
        if (object.isEmpty()) {
            throw Failure.usage("Say what to change, see --help");
        }
        return object;
    }
}
