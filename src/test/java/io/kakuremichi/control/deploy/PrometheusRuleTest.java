package io.kakuremichi.control.deploy;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Kustomize reads nothing outside of its directory, so the alerts are there a second time. */
class PrometheusRuleTest {
    private static final String RULE = "kubernetes/components/monitoring/prometheusrule.yaml";

    @Test
    void alertsOnKubernetesAreTheAlerts() throws IOException {
        var shipped = DeployFiles.read(RULE);
        var made = shipped.substring(0, shipped.indexOf("spec:")) + "spec:\n"
                + DeployFiles.read("observability/alerts.yaml")
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .map(line -> "  " + line + "\n")
                        .collect(joining());
        var renewed = Path.of("target", "prometheusrule.yaml");
        Files.createDirectories(renewed.getParent());
        Files.writeString(renewed, made);

        assertThat(shipped)
                .as("The alerts changed: cp " + renewed + " " + DeployFiles.path(RULE))
                .isEqualTo(made);
    }
}
