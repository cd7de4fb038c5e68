package io.kakuremichi.control.apidocs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A body that a documented schema does not allow.
 *
 * @param field which one is wrong
 */
record Violation(String field, ObjectNode body) {
    /** One for each thing that the schema of the call's body says. */
    static List<Violation> of(OpenApiCall call, ObjectNode valid) {
        var schema = call.resolve(call.bodySchema().orElseThrow());
        var violations = new ArrayList<Violation>();
        schema.path("properties").properties().forEach(property -> {
            var name = property.getKey();
            var limits = call.resolve(property.getValue());
            var isList = limits.path("type").toString().contains("array");
            violations.add(with(
                    valid,
                    name,
                    isList ? true : Documents.JSON.createArrayNode().add(1)));
            if (limits.has("maxLength")) {
                violations.add(
                        with(valid, name, "a".repeat(limits.path("maxLength").asInt() + 1)));
            }
            if (limits.has("enum") || limits.has("format") || limits.has("anyOf")) {
                violations.add(with(valid, name, "nothing like it"));
            }
            if (limits.has("format")) {
                violations.add(with(valid, name, ""));
            }
            if (limits.has("pattern")) {
                violations.add(with(valid, name, "\0"));
            }
        });
        schema.path("required").forEach(name -> {
            ObjectNode without = valid.deepCopy();
            without.remove(name.asText());
            violations.add(new Violation(name.asText(), without));
        });
        violations.add(with(valid, "unheardOf", true));
        return violations;
    }

    private static Violation with(ObjectNode valid, String name, Object value) {
        ObjectNode body = valid.deepCopy();
        JsonNode node = Documents.JSON.valueToTree(value);
        body.set(name, node);
        return new Violation(name, body);
    }
}
