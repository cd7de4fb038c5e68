package io.kakuremichi.control.command.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kakuremichi.control.command.output.CommandFailure;
import io.kakuremichi.control.command.output.ExactJson;
import io.kakuremichi.control.document.DocumentFaultException;
import io.kakuremichi.control.document.ParsedDocument;
import org.jspecify.annotations.Nullable;

/** The body of a call, built from the given options; Control validates the values. */
public final class Body {
    private final ObjectNode object = ExactJson.object();

    /** Adds a field; null adds none. */
    public Body with(String field, @Nullable String value) {
        if (value != null) {
            object.put(field, value);
        }
        return this;
    }

    /** Adds a field that is true or false; null adds none. */
    public Body with(String field, @Nullable Boolean value) {
        if (value != null) {
            object.put(field, value);
        }
        return this;
    }

    /** Adds a field that an empty text clears. */
    public Body withOptional(String field, @Nullable String value) {
        if (value != null && value.isEmpty()) {
            object.putNull(field);
            return this;
        }
        return with(field, value);
    }

    /**
     * Adds a field with a JSON value; null adds none.
     *
     * @throws CommandFailure when the text is not one JSON value, or could only be sent as a different one, because a key is given
     *     twice or a surrogate has no pair
     */
    public Body withJson(String field, @Nullable String json) {
        if (json != null) {
            try {
                if (json.isBlank()) {
                    // Not null, which would delete what is stored.
                    throw CommandFailure.usage("--%s is empty, not JSON".formatted(field));
                }
                ParsedDocument.ofJson(json, "").faults().stream().findFirst().ifPresent(fault -> {
                    throw CommandFailure.usage(
                            "--%s: %s %s (%s)".formatted(field, fault.path(), fault.message(), fault.place()));
                });
                object.set(field, ExactJson.read(json));
            } catch (DocumentFaultException e) {
                throw CommandFailure.usage("--%s is not JSON: error at %s"
                        .formatted(field, e.fault().place()));
            } catch (JsonProcessingException e) {
                throw CommandFailure.usage("--%s is not JSON".formatted(field));
            }
        }
        return this;
    }

    /** The body of a creation. */
    public JsonNode json() {
        return object;
    }

    /**
     * The body of a change.
     *
     * @throws CommandFailure when no option was given
     */
    public JsonNode change() {
        if (object.isEmpty()) {
            throw CommandFailure.usage("Nothing to change; see --help for the options");
        }
        return object;
    }
}
