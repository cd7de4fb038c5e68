package io.kakuremichi.control.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The schemas of the Kubernetes API and of the Prometheus operator, as the API server publishes them, but closed: a field that
 * they do not know is an error, as it is for a server that validates strictly.
 */
final class KubernetesSchemas {
    private static final JsonNode DEFINITIONS = closedDefinitions();
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4);
    private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();

    private static final Map<String, String> PACKAGES = Map.of(
            "v1", "io.k8s.api.core.v1",
            "apps/v1", "io.k8s.api.apps.v1",
            "batch/v1", "io.k8s.api.batch.v1",
            "autoscaling/v2", "io.k8s.api.autoscaling.v2",
            "networking.k8s.io/v1", "io.k8s.api.networking.v1",
            "policy/v1", "io.k8s.api.policy.v1",
            "monitoring.coreos.com/v1", "com.coreos.monitoring.v1");

    private KubernetesSchemas() {}

    /** What is wrong with an object: where and what. */
    static List<String> errors(JsonNode object) {
        var version = object.path("apiVersion").asText();
        var type = PACKAGES.get(version) + "." + object.path("kind").asText();
        if (!DEFINITIONS.has(type)) {
            return List.of("unknown kind " + version + " " + object.path("kind").asText());
        }
        return SCHEMAS.computeIfAbsent(type, KubernetesSchemas::schema).validate(object).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    private static Schema schema(String type) {
        var root = new ObjectMapper().createObjectNode();
        root.put("$ref", "#/definitions/" + type);
        root.set("definitions", DEFINITIONS);
        return REGISTRY.getSchema(root);
    }

    private static JsonNode closedDefinitions() {
        try (var document = KubernetesSchemas.class.getResourceAsStream("/openshift-generated.json")) {
            var definitions = new ObjectMapper().readTree(document).path("definitions");
            definitions.forEach(KubernetesSchemas::close);
            ((ObjectNode) definitions.path("io.k8s.apimachinery.pkg.api.resource.Quantity"))
                    .putArray("type")
                    .add("string")
                    .add("number");
            ((ObjectNode) definitions.path("io.k8s.apimachinery.pkg.util.intstr.IntOrString"))
                    .putArray("type")
                    .add("integer")
                    .add("string");
            return definitions;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            // Extensions, of which each would be warned.
            object.remove(object.properties().stream()
                    .map(Map.Entry::getKey)
                    .filter(name -> name.startsWith("x-"))
                    .toList());
        }
        if (schema instanceof ObjectNode object && object.path("properties").isObject()) {
            if (!object.has("additionalProperties")) {
                object.put("additionalProperties", false);
            }
            object.path("properties").forEach(KubernetesSchemas::close);
        }
        if (schema.path("items").isObject()) {
            close(schema.path("items"));
        }
        if (schema.path("additionalProperties").isObject()) {
            close(schema.path("additionalProperties"));
        }
    }
}
