package io.kakuremichi.control.apidocs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One call of an OpenAPI document. */
record OpenApiCall(ObjectNode document, String method, String path, JsonNode operation) {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    static List<OpenApiCall> of(ObjectNode document) {
        var calls = new ArrayList<OpenApiCall>();
        document.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(operation -> METHODS.contains(operation.getKey()))
                .forEach(operation -> calls.add(new OpenApiCall(
                        document, operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue()))));
        return calls;
    }

    /** Whether it is the one call that needs no credentials of its own: its body has them. */
    boolean isLogin() {
        return toString().equals("POST /api/session");
    }

    /** Whether it is the one call that no token may make, but an enrollment key. */
    boolean isEnrollment() {
        return toString().equals("POST /api/enroll");
    }

    /** Whether a role permits it. */
    boolean needsRole() {
        return !isLogin() && !isEnrollment();
    }

    String role() {
        return operation.path("x-required-role").asText();
    }

    Stream<JsonNode> parameters() {
        return items(operation.path("parameters")).map(this::resolve);
    }

    Stream<JsonNode> parameters(String in) {
        return parameters().filter(parameter -> parameter.path("in").asText().equals(in));
    }

    /** Empty for a call without a body. */
    Optional<JsonNode> bodySchema() {
        return Optional.of(operation.at("/requestBody/content/application~1json/schema"))
                .filter(schema -> !schema.isMissingNode());
    }

    List<JsonNode> bodyExamples() {
        return bodySchema()
                .map(schema -> items(resolve(schema).path("examples")).toList())
                .orElse(List.of());
    }

    /** The documented statuses. */
    List<String> statuses() {
        var statuses = new ArrayList<String>();
        operation.path("responses").fieldNames().forEachRemaining(statuses::add);
        return statuses;
    }

    /** Those of errors. */
    List<String> errors() {
        return statuses().stream()
                .filter(status -> Integer.parseInt(status) >= 400)
                .toList();
    }

    String success() {
        return statuses().stream()
                .filter(status -> status.startsWith("2"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("never succeeds: " + this));
    }

    JsonNode response(String status) {
        return resolve(operation.path("responses").path(status));
    }

    /** Whether it answers with a file; errors are JSON all the same. */
    boolean givesFile() {
        return !file().isMissingNode();
    }

    /** Whether it answers with a stream, which does not end; errors are JSON all the same. */
    boolean givesStream() {
        return response(success()).at("/content/text~1event-stream").isObject();
    }

    /** What is said of the file. */
    JsonNode file() {
        return response(success()).at("/content/application~1octet-stream/schema");
    }

    JsonNode schemaOf(String status) {
        return response(status).at("/content/application~1json/schema");
    }

    JsonNode resolve(JsonNode node) {
        return Documents.resolve(document, node);
    }

    static Stream<JsonNode> items(JsonNode array) {
        var items = new ArrayList<JsonNode>();
        array.forEach(items::add);
        return items.stream();
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
