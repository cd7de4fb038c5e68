package io.kakuremichi.control.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.config.PropertiesConfigSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What the schemas can't know: that the objects of an overlay fit each other, and Control. */
@ParameterizedClass
@ValueSource(strings = {"try", "production"})
class KubernetesOverlaysTest {
    private static final String NAME = Overlay.NAME;

    /** PostgreSQL's default of 100, less what it keeps for superusers. */
    private static final int DATABASE_CONNECTIONS = 97;

    /** For close frames, calls under way, and the end of the process. */
    private static final Duration REST_OF_A_STOP = Duration.ofSeconds(15);

    private final Overlay overlay;
    private final JsonNode deployment;
    private final JsonNode pod;
    private final ObjectNode container;

    KubernetesOverlaysTest(String name) {
        overlay = new Overlay(name);
        deployment = overlay.deployment();
        pod = Pods.spec(deployment);
        container = overlay.container();
    }

    @Test
    void everyVariableIsASetting() {
        assertThat(overlay.environment().keySet())
                .allSatisfy(name ->
                        assertThat(KnownSettings.contains(name)).as(name).isTrue());
    }

    @Test
    void nothingSecretIsInARepository() {
        assertThat(overlay.objects()).noneMatch(object -> Overlay.kind(object).equals("Secret"));
        assertThat(overlay.environment().keySet())
                .doesNotContain("KAKUREMICHI_ADMIN_TOKEN", "KAKUREMICHI_ENCRYPTION_KEY", "QUARKUS_DATASOURCE_PASSWORD");
    }

    @Test
    void everySecretIsReadFromAMountedFile() {
        var files = overlay.mountedSecrets();

        assertThat(overlay.environment())
                .containsKeys(
                        "KAKUREMICHI_ADMIN_TOKEN_FILE",
                        "KAKUREMICHI_ENCRYPTION_KEY_FILE",
                        "KAKUREMICHI_DATABASE_PASSWORD_FILE");
        overlay.environment().forEach((name, value) -> {
            if (name.endsWith("_FILE")) {
                assertThat(files).as(name).contains(value);
            }
        });
    }

    @Test
    void portsAreThoseOfTheProgram() throws IOException {
        var properties = new PropertiesConfigSource(
                Path.of("src/main/resources/application.properties").toUri().toURL());

        assertThat(overlay.ports())
                .containsEntry("http", properties.getValue("quarkus.http.port"))
                .containsEntry("management", properties.getValue("quarkus.management.port"));
    }

    /** That Control answers under these paths, {@code StartIT} shows. */
    @Test
    void probesAskTheManagementPort() {
        assertThat(Map.of("startupProbe", "started", "readinessProbe", "ready", "livenessProbe", "live"))
                .allSatisfy((probe, path) -> {
                    var call = container.path(probe).path("httpGet");
                    assertThat(call.path("path").asText()).isEqualTo("/q/health/" + path);
                    assertThat(call.path("port").asText()).isEqualTo("management");
                });
    }

    @Test
    void gracePeriodIsLongerThanTheDrain() {
        var grace = Duration.ofSeconds(pod.path("terminationGracePeriodSeconds").asLong());
        var preStop = Duration.ofSeconds(container
                .path("lifecycle")
                .path("preStop")
                .path("sleep")
                .path("seconds")
                .asLong());
        var drain = Duration.parse("PT" + overlay.environment().get("KAKUREMICHI_DRAIN_DURATION"));

        assertThat(preStop).isPositive();
        assertThat(grace).isGreaterThanOrEqualTo(preStop.plus(drain).plus(REST_OF_A_STOP));
    }

    @Test
    void anUpdateAndAnEvictionLeaveEnoughReplicas() {
        var update = deployment.path("spec").path("strategy").path("rollingUpdate");
        assertThat(update.path("maxUnavailable").asInt(-1)).isZero();
        assertThat(update.path("maxSurge").asInt()).isPositive();

        var budget = overlay.named("PodDisruptionBudget", NAME).path("spec").path("maxUnavailable");
        assertThat(overlay.leastReplicas() - budget.asInt()).isPositive();
    }

    @Test
    void connectionsOfAllReplicasFitIntoTheDatabase() {
        var pool = Integer.parseInt(overlay.environment().get("QUARKUS_DATASOURCE_JDBC_MAX_SIZE"));
        var surge = deployment
                .path("spec")
                .path("strategy")
                .path("rollingUpdate")
                .path("maxSurge")
                .asInt();
        var replicas = overlay.all("HorizontalPodAutoscaler").stream()
                .mapToInt(scaler -> scaler.path("spec").path("maxReplicas").asInt())
                .findAny()
                .orElse(overlay.leastReplicas());

        assertThat((replicas + surge) * (pool + 2)).isLessThanOrEqualTo(DATABASE_CONNECTIONS);
    }

    @Test
    void everyPodIsUnprivileged() {
        var restricted = Yaml.value("""
                {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
                """);
        assertThat(overlay.objects().stream().filter(Pods::isMadeBy))
                .isNotEmpty()
                .allSatisfy(maker -> {
                    var spec = Pods.spec(maker);
                    assertThat(spec.path("automountServiceAccountToken").asBoolean(true))
                            .isFalse();
                    assertThat(spec.path("securityContext").path("runAsNonRoot").asBoolean())
                            .isTrue();
                    assertThat(spec.path("securityContext").path("runAsUser").asInt())
                            .isPositive();
                    assertThat(spec.path("securityContext")
                                    .path("seccompProfile")
                                    .path("type")
                                    .asText())
                            .isEqualTo("RuntimeDefault");
                    assertThat(Pods.containers(maker)).allSatisfy(each -> {
                        assertThat(each.path("securityContext").properties()).containsAll(restricted.properties());
                        assertThat(each.path("resources").path("limits").has("memory"))
                                .isTrue();
                        assertThat(each.path("image").asText())
                                .matches(".+:[\\w.-]+")
                                .doesNotEndWith(":latest");
                    });
                });
    }

    /** Variables of Services would have Control's own prefix. */
    @Test
    void servicesBecomeNoVariables() {
        assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
    }

    @Test
    void everySelectorFindsPods() {
        var labels = overlay.objects().stream()
                .filter(Pods::isMadeBy)
                .map(Pods::labels)
                .toList();
        var selectors = Stream.of(
                        overlay.all("Service").stream()
                                .map(service -> service.path("spec").path("selector")),
                        overlay.all("PodDisruptionBudget").stream().map(Overlay::matchLabels),
                        overlay.all("Deployment").stream().map(Overlay::matchLabels),
                        overlay.all("StatefulSet").stream().map(Overlay::matchLabels),
                        overlay.objects().stream().flatMap(object -> object.findValues("podSelector").stream()
                                .map(selector -> selector.path("matchLabels"))),
                        Overlay.elements(pod.path("topologySpreadConstraints"))
                                .map(spread -> spread.path("labelSelector").path("matchLabels")))
                .flatMap(found -> found)
                .map(Pods::texts)
                .toList();

        assertThat(selectors).hasSizeGreaterThan(6).allSatisfy(selector -> assertThat(labels)
                .anySatisfy(pod -> assertThat(pod).containsAllEntriesOf(selector)));
    }

    @Test
    void everyNamedPortExists() {
        for (var service : overlay.all("Service")) {
            var selected = Pods.texts(service.path("spec").path("selector"));
            var ports = overlay.objects().stream()
                    .filter(Pods::isMadeBy)
                    .filter(maker -> Pods.labels(maker).entrySet().containsAll(selected.entrySet()))
                    .flatMap(maker ->
                            Overlay.names(Pods.containers(maker).getFirst().path("ports")))
                    .toList();
            assertThat(Overlay.elements(service.path("spec").path("ports"))
                            .map(port -> port.path("targetPort").asText()))
                    .isNotEmpty()
                    .isSubsetOf(ports);
        }
        var incoming = overlay.named("NetworkPolicy", NAME).path("spec").path("ingress").findValues("port").stream()
                .map(JsonNode::asText);
        assertThat(incoming).containsExactlyInAnyOrder("http", "management");
    }

    @Test
    void managementIsApartFromWhatAnIngressExposes() {
        assertThat(Overlay.names(overlay.named("Service", NAME).path("spec").path("ports")))
                .containsExactly("http");
        assertThat(overlay.all("Ingress").stream().flatMap(ingress -> ingress.findValues("service").stream()))
                .allSatisfy(backend -> {
                    assertThat(backend.path("name").asText()).isEqualTo(NAME);
                    assertThat(backend.path("port").path("name").asText()).isEqualTo("http");
                });
    }

    @Test
    void monitorFindsTheManagementService() {
        assertThat(overlay.all("ServiceMonitor")).allSatisfy(monitor -> {
            var selector = Pods.texts(Overlay.matchLabels(monitor));
            var found = overlay.all("Service").stream()
                    .filter(service -> Pods.texts(service.path("metadata").path("labels"))
                            .entrySet()
                            .containsAll(selector.entrySet()))
                    .toList();
            assertThat(found).singleElement().satisfies(service -> assertThat(
                            Overlay.names(service.path("spec").path("ports")))
                    .contains(monitor.at("/spec/endpoints/0/port").asText()));
            assertThat(monitor.at("/spec/endpoints/0/path").asText()).isEqualTo("/q/metrics");
            var job = Pods.texts(found.getFirst().path("metadata").path("labels"))
                    .get(monitor.path("spec").path("jobLabel").asText());
            assertThat(DeployFiles.read("observability/alerts.yaml")).contains("up{job=\"" + job + "\"}");
        });
    }

    @Test
    void alertsLeadToAPageThatPeopleCanOpen() {
        assertThat(overlay.all("PrometheusRule").stream()
                        .flatMap(rule -> rule.findValuesAsText("runbook_url").stream()))
                .allMatch(url -> url.matches("https://[^#]+/runbook\\.md#[a-z]+"));
    }

    @Test
    void everyObjectIsLabelledAsPartOfTheProduct() {
        assertThat(overlay.objects()).allSatisfy(object -> assertThat(Pods.texts(object.at("/metadata/labels")))
                .containsKey("app.kubernetes.io/name")
                .containsEntry("app.kubernetes.io/part-of", "kakuremichi")
                .containsEntry("app.kubernetes.io/managed-by", "kustomize"));
    }

    /** A version of one number moves to another release by itself. */
    @Test
    void imagesAreExactVersions() {
        assertThat(overlay.objects().stream().filter(Pods::isMadeBy).flatMap(maker -> Pods.containers(maker).stream()))
                .allSatisfy(container ->
                        assertThat(container.path("image").asText()).matches(".+:(try|\\d+\\.\\d+.*|.+@sha256:.+)"));
    }

    /** That Control has the metric, {@code StartIT} shows. */
    @Test
    void autoscalerAsksForWhatTheAdapterHas() {
        var rule = Yaml.value(DeployFiles.read("kubernetes/components/autoscaling/prometheus-adapter-rules.yaml"))
                .path(0);
        assertThat(rule.path("seriesQuery").asText()).startsWith("kakuremichi_sessions{");
        assertThat(overlay.all("HorizontalPodAutoscaler")).allSatisfy(scaler -> {
            assertThat(scaler.at("/spec/scaleTargetRef/name").asText()).isEqualTo(NAME);
            assertThat(scaler.at("/spec/metrics/0/pods/metric/name").asText())
                    .isEqualTo(rule.path("name").path("as").asText());
            assertThat(deployment.path("spec").has("replicas")).isFalse();
        });
    }
}
