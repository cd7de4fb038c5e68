package io.kakuremichi.control.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Kustomize as it is part of {@code kubectl}; tests that need it are skipped where it is not installed. */
final class Kubectl {
    private static final String HASH = "(kakuremichi-control-settings)-[a-z0-9]{10}\\b";

    private Kubectl() {}

    /** Returns the objects of a directory with everything applied. Generated ConfigMaps have their names without the hash. */
    static List<ObjectNode> kustomize(Path directory) {
        try {
            var process = start(directory);
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as("kubectl kustomize %s", directory).isZero();
            return Yaml.documents(output.replaceAll(HASH, "$1"));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static Process start(Path directory) throws IOException {
        try {
            return new ProcessBuilder("kubectl", "kustomize", directory.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            assumeThat(false).as("kubectl is installed").isTrue();
            throw e;
        }
    }
}
