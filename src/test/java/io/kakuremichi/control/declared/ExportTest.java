package io.kakuremichi.control.declared;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.harness.ControlTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an export holds is what an apply takes. */
@ControlTest
class ExportTest extends DeclaredStateTest {
    @Test
    void anExportIsAppliedWithoutAChange() {
        apply("", """
                manager: %s
                agents: [{name: %s, metadata: {"a": [1, {"b": null}], "text": "yes", "n": 1e400}}]
                gateways: [{name: %s, region: "no"}]
                tunnels:
                  - {domain: "*.%s", agent: %s, target: "[::1]:80", description: "a: b # c", enabled: false}
                """.formatted(manager, agent, agent, domain, agent)).expect(200);

        var yaml = control.get("/api/export?managedBy=" + manager, "Accept", "application/yaml")
                .expect(200);
        var json = control.get("/api/export?managedBy=" + manager).expect(200);

        assertThat(yaml.header("Content-Type")).startsWith("application/yaml");
        assertThat(counts(apply("?prune=true", yaml.body()).expect(200).json())).isEqualTo("0/0/0/3");
        assertThat(counts(apply("?prune=true", json.body(), "application/json")
                        .expect(200)
                        .json()))
                .isEqualTo("0/0/0/3");
    }

    @Test
    void anExportMakesTheSameConfigurationInAnEmptyControl() {
        apply("", """
                manager: %s
                agents: [{name: %s, metadata: {b: 1.50, a: [true]}}, {name: %s-2}]
                gateways: [{name: %s, region: eu, publicIp: 203.0.113.9}]
                tunnels: [{domain: %s, agent: %s, target: "web:80", enabled: false, httpProxyEnabled: true}]
                """.formatted(manager, agent, agent, agent, domain, agent)).expect(200);
        var exported = control.get("/api/export?managedBy=" + manager).body();
        var address = find("agents", "name", agent).path("virtualIp");

        apply("?prune=true", "manager: " + manager).expect(200);
        assertThat(control.get("/api/export?managedBy=" + manager).json().path("agents"))
                .isEmpty();
        apply("", exported, "application/json").expect(200);

        assertThat(control.get("/api/export?managedBy=" + manager).body()).isEqualTo(exported);
        assertThat(find("agents", "name", agent).path("virtualIp")).isEqualTo(address);
    }

    @Test
    void theExamplesForRepositoriesAreValid() throws IOException {
        for (var file : List.of("state/10-agents.yaml", "state/20-tunnels.yaml", "kubernetes/tunnels.yaml")) {
            var document = Files.readString(Path.of("deploy/gitops", file))
                    .replaceFirst("manager: \\w+", "manager: " + manager)
                    .replaceAll("(?m)agent: office", "agent: " + agent);
            var withAgent =
                    document.contains("agents:") ? document : document + "\nagents: [{name: %s}]\n".formatted(agent);

            apply("?dryRun=true", withAgent).expect(200);
        }
    }
}
