package io.kakuremichi.control.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** An overlay under {@code deploy/kubernetes}, as it comes out. */
record Overlay(List<ObjectNode> objects) {
    static final String NAME = "kakuremichi-control";

    Overlay(String name) {
        this(Kubectl.kustomize(DeployFiles.path("kubernetes/overlays/" + name)));
    }

    ObjectNode deployment() {
        return named("Deployment", NAME);
    }

    /** Control's container. */
    ObjectNode container() {
        return Pods.containers(deployment()).getFirst();
    }

    int leastReplicas() {
        return all("HorizontalPodAutoscaler").stream()
                .mapToInt(scaler -> scaler.path("spec").path("minReplicas").asInt())
                .findAny()
                .orElse(deployment().path("spec").path("replicas").asInt());
    }

    /** All variables of Control's container. */
    Map<String, String> environment() {
        var variables = new TreeMap<String, String>();
        for (var source : container().path("envFrom")) {
            var map = source.path("configMapRef").path("name").asText();
            variables.putAll(Pods.texts(named("ConfigMap", map).path("data")));
        }
        container()
                .path("env")
                .forEach(variable -> variables.put(
                        variable.path("name").asText(), variable.path("value").asText()));
        return variables;
    }

    Set<String> mountedSecrets() {
        var files = new TreeSet<String>();
        for (var mount : container().path("volumeMounts")) {
            elements(Pods.spec(deployment()).path("volumes"))
                    .filter(volume -> volume.path("name")
                            .asText()
                            .equals(mount.path("name").asText()))
                    .flatMap(volume -> elements(volume.path("secret").path("items")))
                    .forEach(item -> files.add(mount.path("mountPath").asText() + "/"
                            + item.path("path").asText()));
        }
        return files;
    }

    Map<String, String> ports() {
        var ports = new TreeMap<String, String>();
        container()
                .path("ports")
                .forEach(port -> ports.put(
                        port.path("name").asText(), port.path("containerPort").asText()));
        return ports;
    }

    ObjectNode named(String kind, String name) {
        return all(kind).stream()
                .filter(object -> object.at("/metadata/name").asText().equals(name))
                .findAny()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
    }

    List<ObjectNode> all(String kind) {
        return objects.stream().filter(object -> kind(object).equals(kind)).toList();
    }

    static String kind(JsonNode object) {
        return object.path("kind").asText();
    }

    static JsonNode matchLabels(JsonNode object) {
        return object.at("/spec/selector/matchLabels");
    }

    static Stream<String> names(JsonNode list) {
        return elements(list).map(element -> element.path("name").asText());
    }

    static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
