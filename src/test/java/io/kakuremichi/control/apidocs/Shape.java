package io.kakuremichi.control.apidocs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeSet;

/** Which fields a message has, as a set of paths such as {@code data.tunnels[].id}. */
final class Shape {
    private Shape() {}

    /** The fields of a message. */
    static TreeSet<String> of(JsonNode value) {
        var paths = new TreeSet<String>();
        collect("", value, paths);
        return paths;
    }

    private static void collect(String path, JsonNode value, TreeSet<String> paths) {
        value.properties().forEach(field -> {
            paths.add(path + field.getKey());
            collect(path + field.getKey() + ".", field.getValue(), paths);
        });
        if (value.isArray()) {
            value.forEach(item -> collect(path.substring(0, path.length() - 1) + "[].", item, paths));
        }
    }

    /**
     * The fields that a schema knows.
     *
     * @param requiredOnly only those that are always there, in what is always there or in the items of what is always there
     */
    static TreeSet<String> of(ObjectNode document, JsonNode schema, boolean requiredOnly) {
        var paths = new TreeSet<String>();
        collect(document, "", Documents.resolve(document, schema), requiredOnly, paths);
        return paths;
    }

    private static void collect(
            ObjectNode document, String path, JsonNode schema, boolean requiredOnly, TreeSet<String> paths) {
        var required =
                OpenApiCall.items(schema.path("required")).map(JsonNode::asText).toList();
        schema.path("properties").properties().forEach(property -> {
            if (!requiredOnly || required.contains(property.getKey())) {
                paths.add(path + property.getKey());
                var resolved = Documents.resolve(document, property.getValue());
                collect(document, path + property.getKey() + ".", resolved, requiredOnly, paths);
            }
        });
        if (schema.has("items")) {
            var items = Documents.resolve(document, schema.path("items"));
            collect(document, path.substring(0, path.length() - 1) + "[].", items, requiredOnly, paths);
        }
    }
}
