package io.kakuremichi.control.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;

/** One row of {@code change_log}. */
record LogEntry(long revision, JsonNode change) {
    String kind() {
        return change.path("kind").asText();
    }

    UUID id(String field) {
        return UUID.fromString(change.path(field).asText());
    }
}
