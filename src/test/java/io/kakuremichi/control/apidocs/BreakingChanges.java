package io.kakuremichi.control.apidocs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What of a new OpenAPI document breaks clients of an old one. A comparer of our own, because openapi-diff does not see types of
 * OpenAPI 3.1 change. Not broken by: new calls, new optional parameters and fields, new values of enumerations that are answered.
 */
final class BreakingChanges {
    private static final List<String> ROLES = List.of("viewer", "operator", "admin");
    private static final List<String> LOWER_BOUNDS = List.of("minimum", "minLength", "minItems");
    private static final List<String> UPPER_BOUNDS = List.of("maximum", "maxLength", "maxItems");

    private final ObjectNode before;
    private final ObjectNode after;
    private final List<String> found = new ArrayList<>();

    private BreakingChanges(ObjectNode before, ObjectNode after) {
        this.before = before;
        this.after = after;
    }

    static List<String> between(ObjectNode before, ObjectNode after) {
        var changes = new BreakingChanges(before, after);
        var calls = OpenApiCall.of(after).stream().collect(Collectors.toMap(OpenApiCall::toString, call -> call));
        OpenApiCall.of(before).forEach(old -> {
            var call = calls.get(old.toString());
            if (call == null) {
                changes.add(old, "is gone");
            } else {
                changes.compare(old, call);
            }
        });
        return List.copyOf(changes.found);
    }

    private void add(Object where, String what) {
        found.add(where + ": " + what);
    }

    private void compare(OpenApiCall old, OpenApiCall call) {
        if (!old.operation().path("operationId").equals(call.operation().path("operationId"))) {
            add(call, "has another operationId");
        }
        if (ROLES.indexOf(call.role()) > ROLES.indexOf(old.role())) {
            add(call, "needs more than the role " + old.role());
        }
        compareParameters(old, call);
        compareBodies(old, call);
        old.statuses().forEach(status -> {
            if (call.statuses().contains(status)) {
                compareResponses(call + " " + status, old.response(status), call.response(status));
            } else {
                add(call, "does not answer " + status + " any more");
            }
        });
    }

    private void compareParameters(OpenApiCall old, OpenApiCall call) {
        var known = parameters(old);
        var now = parameters(call);
        known.forEach((name, parameter) -> {
            if (!now.containsKey(name)) {
                add(call, "does not take " + name + " any more");
            } else {
                request(
                        call + " " + name,
                        parameter.path("schema"),
                        now.get(name).path("schema"));
            }
        });
        now.forEach((name, parameter) -> {
            var required = parameter.path("required").asBoolean();
            if (required
                    && !(known.containsKey(name)
                            && known.get(name).path("required").asBoolean())) {
                add(call, "needs " + name);
            }
        });
    }

    private static Map<String, JsonNode> parameters(OpenApiCall call) {
        var parameters = new LinkedHashMap<String, JsonNode>();
        call.parameters()
                .forEach(each -> parameters.put(
                        each.path("in").asText() + " " + each.path("name").asText(), each));
        return parameters;
    }

    private void compareBodies(OpenApiCall old, OpenApiCall call) {
        if (old.bodySchema().isEmpty()) {
            call.bodySchema().ifPresent(schema -> add(call, "needs a body"));
        } else if (call.bodySchema().isEmpty()) {
            add(call, "takes no body any more");
        } else {
            request(call + " body", old.bodySchema().get(), call.bodySchema().get());
        }
    }

    private void compareResponses(String where, JsonNode old, JsonNode response) {
        old.path("headers").fieldNames().forEachRemaining(header -> {
            if (!response.path("headers").has(header)) {
                add(where, "has no header " + header + " any more");
            }
        });
        // Errors have an example for each of their codes.
        var content = "/content/application~1json/examples";
        old.at(content).fieldNames().forEachRemaining(code -> {
            if (!response.at(content).has(code)) {
                add(where, "does not say " + code + " any more");
            }
        });
        var schema = "/content/application~1json/schema";
        answer(where, old.at(schema), response.at(schema));
    }

    /** What was accepted must go on to be. */
    private void request(String where, JsonNode oldSchema, JsonNode newSchema) {
        var old = Documents.resolve(before, oldSchema);
        var schema = Documents.resolve(after, newSchema);
        var types = types(after, schema);
        if (!types.isEmpty() && !types.containsAll(typesOrAll(before, old))) {
            add(where, "accepts " + types + " and no longer " + types(before, old));
        }
        if (schema.has("enum") && !values(schema).containsAll(old.has("enum") ? values(old) : Set.of("anything"))) {
            add(where, "accepts fewer values");
        }
        for (var keyword : List.of("pattern", "format")) {
            if (schema.has(keyword) && !schema.path(keyword).equals(old.path(keyword))) {
                add(where, "has another " + keyword);
            }
        }
        LOWER_BOUNDS.forEach(bound -> {
            if (schema.has(bound) && (!old.has(bound) || number(schema, bound) > number(old, bound))) {
                add(where, "has a higher " + bound);
            }
        });
        UPPER_BOUNDS.forEach(bound -> {
            if (schema.has(bound) && (!old.has(bound) || number(schema, bound) < number(old, bound))) {
                add(where, "has a lower " + bound);
            }
        });
        var newlyRequired = required(schema);
        newlyRequired.removeAll(required(old));
        newlyRequired.forEach(name -> add(where, "needs " + name));
        old.path("properties").properties().forEach(property -> {
            var now = schema.path("properties").path(property.getKey());
            if (now.isMissingNode()) {
                add(where, "does not take " + property.getKey() + " any more");
            } else {
                request(where + "." + property.getKey(), property.getValue(), now);
            }
        });
        if (old.has("items")) {
            request(where + "[]", old.path("items"), schema.path("items"));
        }
    }

    /** What could be relied on must go on to be there. */
    private void answer(String where, JsonNode oldSchema, JsonNode newSchema) {
        var old = withoutNull(before, Documents.resolve(before, oldSchema));
        var schema = withoutNull(after, Documents.resolve(after, newSchema));
        var known = types(before, Documents.resolve(before, oldSchema));
        var types = typesOrAll(after, Documents.resolve(after, newSchema));
        if (!known.isEmpty() && !known.containsAll(types)) {
            add(where, "may be " + types + " and not only " + known);
        }
        if (old.has("format") && !old.path("format").equals(schema.path("format"))) {
            add(where, "has another format");
        }
        old.path("properties").properties().forEach(property -> {
            var name = property.getKey();
            var now = schema.path("properties").path(name);
            if (now.isMissingNode()) {
                add(where, "has no " + name + " any more");
            } else {
                if (required(old).contains(name) && !required(schema).contains(name)) {
                    add(where, "does not always have " + name);
                }
                answer(where + "." + name, property.getValue(), now);
            }
        });
        if (old.has("items")) {
            answer(where + "[]", old.path("items"), schema.path("items"));
        }
    }

    /** The names of the types; none when the schema does not say. */
    private static Set<String> types(JsonNode document, JsonNode schema) {
        var types = new TreeSet<String>();
        if (schema.path("type").isTextual()) {
            types.add(schema.path("type").textValue());
        }
        schema.path("type").forEach(type -> types.add(type.textValue()));
        if (types.isEmpty()) {
            schema.path("anyOf").forEach(each -> types.addAll(types(document, Documents.resolve(document, each))));
        }
        if (types.contains("number")) {
            types.add("integer");
        }
        return types;
    }

    private static Set<String> typesOrAll(JsonNode document, JsonNode schema) {
        var types = types(document, schema);
        return types.isEmpty() ? Set.of("anything") : types;
    }

    /** What it is when it is not null. */
    private static JsonNode withoutNull(JsonNode document, JsonNode schema) {
        return OpenApiCall.items(schema.path("anyOf"))
                .map(each -> Documents.resolve(document, each))
                .filter(each -> !each.path("type").asText().equals("null"))
                .findFirst()
                .filter(each -> !schema.has("type"))
                .orElse(schema);
    }

    private static Set<String> values(JsonNode schema) {
        return OpenApiCall.items(schema.path("enum")).map(JsonNode::asText).collect(Collectors.toSet());
    }

    private static Set<String> required(JsonNode schema) {
        return OpenApiCall.items(schema.path("required"))
                .map(JsonNode::asText)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static double number(JsonNode schema, String keyword) {
        return schema.path(keyword).doubleValue();
    }
}
