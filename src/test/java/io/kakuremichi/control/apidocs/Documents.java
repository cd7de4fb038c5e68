package io.kakuremichi.control.apidocs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The published documents. */
final class Documents {
    static final Path OPENAPI = Path.of("src/docs/api/openapi.yaml");
    static final Path ASYNCAPI = Path.of("src/docs/api/asyncapi.yaml");
    static final ObjectMapper JSON = new ObjectMapper();
    private static final YAMLMapper YAML = new YAMLMapper();

    private Documents() {}

    static ObjectNode read(Path path) {
        return yaml(text(path));
    }

    static ObjectNode yaml(String text) {
        try {
            return (ObjectNode) YAML.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The node itself, or what it refers to. */
    static JsonNode resolve(JsonNode document, JsonNode node) {
        var resolved = node;
        while (resolved.path("$ref").isTextual()) {
            var target = document.at(resolved.path("$ref").textValue().substring(1));
            if (target.isMissingNode()) {
                throw new AssertionError("refers to nothing: " + resolved);
            }
            resolved = target;
        }
        return resolved;
    }

    /** A copy in which objects with named properties have no others, so that what is not documented is found. */
    static <N extends JsonNode> N closed(N document) {
        N copy = document.deepCopy();
        close(copy);
        return copy;
    }

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (object.path("type").asText().equals("object")
                    && object.path("properties").isObject()
                    && !object.has("additionalProperties")) {
                object.put("additionalProperties", false);
            }
            object.forEach(Documents::close);
        } else if (node instanceof ArrayNode array) {
            array.forEach(Documents::close);
        }
    }
}
