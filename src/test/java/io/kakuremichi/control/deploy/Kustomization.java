package io.kakuremichi.control.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/**
 * What Kustomize makes of a directory, for as much of Kustomize as {@code deploy/kubernetes} uses; anything else fails, and so
 * does whatever names a file or an object that is not there. Where {@code kubectl} is at hand, {@code KubectlTest} holds it
 * against the real one.
 */
final class Kustomization {
    private static final Set<String> KNOWN = Set.of(
            "apiVersion", "kind", "namespace", "resources", "components", "images", "configMapGenerator", "patches");

    private final List<ObjectNode> objects = new ArrayList<>();

    private Kustomization() {}

    /** The objects, with everything applied. A generated ConfigMap has its name without the hash. */
    static List<ObjectNode> build(Path directory) {
        var build = new Kustomization();
        build.add(directory, "Kustomization");
        return build.objects;
    }

    private void add(Path directory, String kind) {
        var file = directory.resolve("kustomization.yaml");
        assertThat(file).exists();
        var root = Yaml.documents(file).getFirst();
        assertThat(root.path("kind").asText()).as(file.toString()).isEqualTo(kind);
        assertThat(KNOWN).as(file.toString()).containsAll(() -> root.fieldNames());
        for (var name : root.path("resources")) {
            var resource = directory.resolve(name.asText()).normalize();
            assertThat(resource).as(file.toString()).exists();
            if (Files.isDirectory(resource)) {
                objects.addAll(build(resource));
            } else {
                objects.addAll(Yaml.documents(resource));
            }
        }
        root.path("configMapGenerator").forEach(generator -> generate(directory, generator));
        root.path("components")
                .forEach(name -> add(directory.resolve(name.asText()).normalize(), "Component"));
        root.path("patches").forEach(patch -> patch(file, patch));
        root.path("images").forEach(image -> rename(file, image));
        if (root.has("namespace")) {
            objects.forEach(object -> ((ObjectNode) object.path("metadata"))
                    .put("namespace", root.path("namespace").asText()));
        }
    }

    private void generate(Path directory, JsonNode generator) {
        var name = generator.path("name").asText();
        var settings = new LinkedHashMap<String, String>();
        generator.path("envs").forEach(file -> settings.putAll(EnvironmentFile.read(directory.resolve(file.asText()))));
        var existing = objects.stream()
                .filter(object -> isA(object, "ConfigMap", name))
                .findFirst();
        if (generator.path("behavior").asText("create").equals("merge")) {
            assertThat(existing).as("%s to merge into", name).isPresent();
            settings.forEach(((ObjectNode) existing.orElseThrow().path("data"))::put);
            return;
        }
        assertThat(existing).as(name).isEmpty();
        var map = Yaml.documents("{apiVersion: v1, kind: ConfigMap, metadata: {}, data: {}}")
                .getFirst();
        ((ObjectNode) map.path("metadata"))
                .put("name", name)
                .set("labels", generator.path("options").path("labels"));
        settings.forEach(((ObjectNode) map.path("data"))::put);
        objects.add(map);
    }

    private void patch(Path file, JsonNode patch) {
        assertThat(patch.path("patch").isTextual())
                .as("%s: patches are inline", file)
                .isTrue();
        var target = patch.path("target");
        var hit = objects.stream()
                .filter(object -> isA(
                        object,
                        target.path("kind").asText(),
                        target.path("name").asText()))
                .toList();
        assertThat(hit).as("%s: what %s hits", file, target).hasSize(1);
        JsonPatch.apply(hit.getFirst(), Yaml.value(patch.path("patch").asText()));
    }

    private void rename(Path file, JsonNode image) {
        var name = image.path("name").asText();
        var containers = objects.stream()
                .flatMap(object -> Pods.containers(object).stream())
                .filter(container -> container.path("image").asText().equals(name))
                .toList();
        assertThat(containers).as("%s: containers of image %s", file, name).isNotEmpty();
        containers.forEach(container -> container.put(
                "image",
                image.path("newName").asText(name) + ":" + image.path("newTag").asText()));
    }

    private static boolean isA(JsonNode object, String kind, String name) {
        return object.path("kind").asText().equals(kind)
                && object.path("metadata").path("name").asText().equals(name);
    }
}
