package io.kakuremichi.control.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every object under {@code deploy/kubernetes}, held against the schemas of the API server. */
@Execution(CONCURRENT)
class KubernetesSchemaTest {
    private static final Path ROOT = Path.of("deploy", "kubernetes");

    private static final Path GITOPS = Path.of("deploy", "gitops", "kubernetes");

    static List<Path> files() throws IOException {
        try (var files = Stream.concat(Files.walk(ROOT), Files.walk(GITOPS))) {
            return files.filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .filter(file -> !file.endsWith("kustomization.yaml"))
                    // The configuration of another program, not an object.
                    .filter(file -> !file.endsWith("prometheus-adapter-rules.yaml"))
                    // What the Job applies.
                    .filter(file -> !file.endsWith("tunnels.yaml"))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileIsValid(Path file) {
        assertThat(Yaml.documents(file)).isNotEmpty().allSatisfy(object -> assertThat(KubernetesSchemas.errors(object))
                .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"try", "production"})
    void everyOverlayIsValid(String overlay) {
        assertThat(Kubectl.kustomize(ROOT.resolve("overlays").resolve(overlay)))
                .isNotEmpty()
                .allSatisfy(
                        object -> assertThat(KubernetesSchemas.errors(object)).isEmpty());
    }

    @Test
    void theJobThatAppliesDocumentsIsValid() {
        var objects = Kubectl.kustomize(GITOPS);

        assertThat(objects).hasSize(3).allSatisfy(object -> assertThat(KubernetesSchemas.errors(object))
                .isEmpty());
    }

    /** As the page says: in a copy of the overlay, with the lines enabled. */
    @Test
    void optionalComponentsFitTheProductionOverlay() throws IOException {
        var copy = Path.of("target", "overlay");
        Files.createDirectories(copy);
        for (var name : List.of("kustomization.yaml", "settings.env")) {
            Files.writeString(
                    copy.resolve(name),
                    read(ROOT.resolve("overlays/production").resolve(name))
                            .replace("# - ../../components", "- ../../components")
                            .replace("../../", "../../deploy/kubernetes/"));
        }

        var objects = Kubectl.kustomize(copy);

        assertThat(objects).allSatisfy(object -> assertThat(KubernetesSchemas.errors(object))
                .isEmpty());
        assertThat(objects)
                .filteredOn(object -> object.path("kind").asText().equals("Job"))
                .singleElement()
                .satisfies(job -> {
                    var container = Pods.containers(job).getFirst();
                    assertThat(container.path("image").asText()).endsWith("/kakuremichi-control:0.1.0");
                    assertThat(objects)
                            .extracting(object -> object.at("/metadata/name").asText())
                            .contains(
                                    container.at("/envFrom/0/configMapRef/name").asText());
                });
        assertThat(objects)
                .filteredOn(object -> object.path("kind").asText().equals("Deployment"))
                .allSatisfy(deployment ->
                        assertThat(deployment.at("/spec/replicas").asInt(-1)).isZero());
        assertThat(objects)
                .filteredOn(object -> object.path("kind").asText().equals("NetworkPolicy")
                        && object.at("/metadata/name").asText().equals("kakuremichi-control"))
                .singleElement()
                .satisfies(
                        policy -> assertThat(policy.path("spec").path("egress").findValuesAsText("port"))
                                .contains("443", "4318"));
    }

    @Test
    void everyFileIsPartOfSomething() throws IOException {
        String named;
        try (var files = Files.walk(ROOT)) {
            named = files.filter(file -> file.endsWith("kustomization.yaml") || file.endsWith("README.md"))
                    .map(KubernetesSchemaTest::read)
                    .reduce("", String::concat);
        }

        assertThat(files()).allSatisfy(file -> assertThat(named)
                .contains(file.getFileName().toString()));
    }

    /** Or all of the above would prove nothing. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a misspelled field       | replicas: 2               | replcias: 2
            one far inside           | initialDelaySeconds: 5    | initialDelaySecond: 5
            a text for a number      | replicas: 2               | replicas: two
            a number for a text      | value: "3001"             | value: 3001
            a truth for a text       | value: "3001"             | value: true
            a text for a truth       | hostNetwork: false        | hostNetwork: "no"
            a list for a map         | drop: [ALL]               | drop: {ALL: true}
            a map for a list         | ports: [{containerPort: 3001}] | ports: {containerPort: 3001}
            a number for a label     | app: control              | app: 1
            a word that is none      | imagePullPolicy: Always   | imagePullPolicy: Sometimes
            no selector              | `selector: {matchLabels: {app: control}}, ` | ``
            no name of a container   | `name: control, `         | ``
            no port in a probe       | `, port: 9000`            | ``
            another version          | apps/v1                   | apps/v1beta9
            """)
    void findsWhatIsWrong(String mistake, String right, String wrong) {
        var sample = """
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: control},
                 spec: {replicas: 2, selector: {matchLabels: {app: control}}, template: {metadata: {labels: {app: control}},
                  spec: {hostNetwork: false, containers: [{name: control, imagePullPolicy: Always,
                   env: [{name: PORT, value: "3001"}], ports: [{containerPort: 3001}],
                   securityContext: {capabilities: {drop: [ALL]}},
                   readinessProbe: {initialDelaySeconds: 5, httpGet: {path: /ready, port: 9000}}}]}}}}
                """;
        assertThat(sample).contains(right);

        var broken = sample.replace(right, wrong == null ? "" : wrong);

        assertThat(KubernetesSchemas.errors(Yaml.documents(sample).getFirst())).isEmpty();
        assertThat(KubernetesSchemas.errors(Yaml.documents(broken).getFirst()))
                .as(mistake)
                .isNotEmpty();
    }

    @Test
    void findsWhatIsWrongInAServiceMonitor() {
        var sample = "{apiVersion: monitoring.coreos.com/v1, kind: ServiceMonitor, metadata: {name: control},"
                + " spec: {selector: {}, endpoints: [{port: management, PATH: /q/metrics}]}}";

        assertThat(KubernetesSchemas.errors(
                        Yaml.documents(sample.replace("PATH", "path")).getFirst()))
                .isEmpty();
        assertThat(KubernetesSchemas.errors(
                        Yaml.documents(sample.replace("PATH", "paht")).getFirst()))
                .singleElement()
                .asString()
                .contains("paht");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
