package io.kakuremichi.control.apidocs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.ExecutionContextCustomizer;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Validates values against the schemas of a document. Thread-safe. */
final class Schemas {
    private static final ExecutionContextCustomizer FORMATS =
            (execution, schema) -> execution.executionConfig(config -> config.formatAssertionsEnabled(true));

    private final ObjectNode document;
    private final SchemaRegistry registry;
    private final Map<JsonNode, Schema> schemas = new ConcurrentHashMap<>();

    private Schemas(ObjectNode document, SpecificationVersion version) {
        this.document = document;
        this.registry = SchemaRegistry.withDefaultDialect(version);
    }

    /** Of an OpenAPI 3.1 document. */
    static Schemas ofOpenApi(ObjectNode document) {
        return new Schemas(document, SpecificationVersion.DRAFT_2020_12);
    }

    /** Of an AsyncAPI 3 document. */
    static Schemas ofAsyncApi(ObjectNode document) {
        return new Schemas(document, SpecificationVersion.DRAFT_7);
    }

    /** What is wrong with the value; empty when it is valid. */
    List<String> faults(JsonNode schema, JsonNode value) {
        return schemas.computeIfAbsent(schema, this::compile).validate(value, FORMATS).stream()
                .map(Object::toString)
                .toList();
    }

    /** References in it point into the document's components. */
    private Schema compile(JsonNode schema) {
        var root = Documents.JSON.createObjectNode();
        root.set("components", document.path("components"));
        root.putArray("allOf").add(schema);
        return registry.getSchema(root);
    }
}
