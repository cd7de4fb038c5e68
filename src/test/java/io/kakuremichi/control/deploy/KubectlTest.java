package io.kakuremichi.control.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where {@code kubectl} is installed: that it makes of the overlays what the other tests look at. */
class KubectlTest {
    private static final String HASH = "(kakuremichi-control-settings)-[a-z0-9]{10}\\b";

    @ParameterizedTest
    @ValueSource(strings = {"try", "production"})
    void makesTheSameObjects(String name) throws Exception {
        var overlay = Path.of("deploy", "kubernetes", "overlays", name);

        var built = kustomize(overlay).replaceAll(HASH, "$1");

        assertThat(byName(Yaml.documents(built))).isEqualTo(byName(Kustomization.build(overlay)));
    }

    private static String kustomize(Path overlay) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder("kubectl", "kustomize", overlay.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            assumeThat(false).as("kubectl is installed").isTrue();
            throw e;
        }
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output;
    }

    private static Map<String, JsonNode> byName(List<ObjectNode> objects) {
        return objects.stream()
                .collect(Collectors.toMap(
                        object -> object.path("kind").asText() + " "
                                + object.at("/metadata/name").asText(),
                        object -> object));
    }
}
