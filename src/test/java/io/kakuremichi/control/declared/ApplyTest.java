package io.kakuremichi.control.declared;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One apply after the other: what it answers, changes and refuses. */
@ControlTest
class ApplyTest extends DeclaredStateTest {
    @Test
    void aDocumentBecomesRealAndItsKeysAreShownOnce() {
        var document = """
                manager: %s
                agents:
                  - name: %s
                    metadata: {rack: 7, weight: 1.50}
                gateways:
                  - name: %s
                    region: eu
                    publicIp: 2001:DB8::1
                tunnels:
                  - {domain: %s, agent: %s, target: "web:80", description: The shop, socksProxyEnabled: true}
                """.formatted(manager, agent, agent, domain.toUpperCase(java.util.Locale.ROOT), agent);

        var first = apply("", document).expect(200).json();

        assertThat(counts(first)).isEqualTo("3/0/0/0");
        assertThat(object(first, "agent").path("apiKey").asText()).matches("agt_[A-Za-z0-9]{32}");
        assertThat(object(first, "gateway").path("apiKey").asText()).matches("gtw_[A-Za-z0-9]{32}");
        assertThat(object(first, "tunnel").has("apiKey")).isFalse();
        assertThat(first.path("role").asText()).isEqualTo("admin");
        assertThat(first.path("revision").asLong()).isEqualTo(revision());
        var tunnel = get("tunnels", object(first, "tunnel"));
        assertThat(tunnel.path("domain").asText()).isEqualTo(domain);
        assertThat(tunnel.path("agentName").asText()).isEqualTo(agent);
        assertThat(tunnel.path("managedBy").asText()).isEqualTo(manager);
        assertThat(tunnel.path("socksProxyEnabled").asBoolean()).isTrue();
        assertThat(control.get("/api/agents/"
                                + object(first, "agent").path("id").asText())
                        .body())
                .contains("{\"rack\":7,\"weight\":1.50}");
        assertThat(get("gateways", object(first, "gateway")).path("publicIp").asText())
                .isEqualTo("2001:db8::1");

        var second = apply("", document).expect(200).json();

        assertThat(counts(second)).isEqualTo("0/0/0/3");
        assertThat(second.path("role").asText()).isEqualTo("operator");
        assertThat(second.findValue("apiKey")).isNull();
        assertThat(second.path("revision").asLong())
                .isEqualTo(first.path("revision").asLong());
    }

    @Test
    void updatesNameTheFieldsThatDiffer() {
        apply("", document("web:80")).expect(200);

        var changed = apply("", document("web:81")).expect(200).json();

        assertThat(counts(changed)).isEqualTo("0/1/0/1");
        assertThat(object(changed, "tunnel").path("fields"))
                .hasToString("[{\"field\":\"target\",\"before\":\"web:80\",\"after\":\"web:81\"}]");
        assertThat(changed.path("warnings")).isEmpty();
    }

    @Test
    void aDryRunChangesNothingAndShowsNoKeys() {
        var planned = apply("?dryRun=true", document("web:80")).expect(200).json();

        assertThat(counts(planned)).isEqualTo("2/0/0/0");
        assertThat(planned.findValue("apiKey")).isNull();
        assertThat(object(planned, "agent").path("id").isNull()).isTrue();
        assertThat(counts(apply("?dryRun=true", document("web:80")).json())).isEqualTo("2/0/0/0");
        assertThat(audited(null)).isEmpty();
    }

    @Test
    void allFaultsAreReportedWithPathValueAndPlace() {
        var refused = apply("", """
                manager: %s
                agents:
                  - name: a b
                  - name: twice
                  - name: twice
                    metadata: [1]
                    apiKey: agt_secret
                tunnels:
                  - domain: %s
                    agent: nobody
                    target: web
                    enabled: yes
                  - agent: twice
                    target: 1
                tunels: []
                """.formatted(manager, domain)).expect(400).json();

        var faults = new ArrayList<String>();
        refused.at("/error/faults")
                .forEach(fault -> faults.add("%s|%s|%s:%s"
                        .formatted(
                                fault.path("path").asText(),
                                fault.path("value").asText(),
                                fault.path("line").asText(),
                                fault.path("column").asText())));
        assertThat(faults)
                .containsExactlyInAnyOrder(
                        "tunels||15:9",
                        "agents[0].name|\"a b\"|3:11",
                        "agents[2].apiKey||7:13",
                        "agents[2].metadata||6:15",
                        "agents[2].name|\"twice\"|5:11",
                        "tunnels[0].agent|\"nobody\"|10:12",
                        "tunnels[0].target|\"web\"|11:13",
                        "tunnels[0].enabled|\"yes\"|12:14",
                        "tunnels[1].domain||13:5",
                        "tunnels[1].target|1|14:13");
        assertThat(refused.toString()).doesNotContain("agt_secret");
        assertThat(refused.at("/error/details/tunnels[0].target").asText())
                .isEqualTo(
                        "must be host:port with a port from 1 to 65535 and IPv6 hosts in brackets, not \"web\" (line 11,"
                                + " column 13)");
        assertThat(domains()).doesNotContain(domain);
    }

    @Test
    void faultsOfTheComparisonAreReportedTogetherWithThoseOfTheDocument() {
        var refused = apply("", """
                {"manager": "%s", "tunnels": [
                  {"domain": "%s", "agent": "nobody", "target": "web:1"},
                  {"domain": "-", "agent": "nobody", "target": "web:1"}]}
                """.formatted(manager, domain), "application/json")
                .expect(400)
                .json();

        assertThat(refused.at("/error/faults").findValuesAsText("path"))
                .containsExactlyInAnyOrder("tunnels[0].agent", "tunnels[1].domain", "tunnels[1].agent");
        assertThat(refused.at("/error/faults").findValuesAsText("line")).containsExactlyInAnyOrder("2", "3", "3");
    }

    @Test
    void whatOthersManageIsAFaultUnlessItIsTakenOver() {
        apply("", document("web:80")).expect(200);
        var other = ControlApi.uniqueName("other");
        var document = document("web:80").replace(manager, other);

        var refused = apply("", document).expect(400).json();
        assertThat(refused.at("/error/details").properties())
                .hasSize(2)
                .allSatisfy(detail -> assertThat(detail.getValue().asText()).startsWith("is managed by " + manager));

        var taken = apply("?takeOver=true", document).expect(200).json();
        assertThat(counts(taken)).isEqualTo("0/2/0/0");
        assertThat(find("tunnels", "domain", domain).path("managedBy").asText()).isEqualTo(other);
        apply("?prune=true", "manager: " + other).expect(200);
    }

    @Test
    void changesInOtherWaysAreWarnedOfAtBothEnds() {
        apply("", document("web:80")).expect(200);
        var path =
                "/api/tunnels/" + find("tunnels", "domain", domain).path("id").asText();

        var changed = control.patch(path, Map.of("target", "web:99")).expect(200);

        assertThat(changed.header("Warning")).startsWith("299 - \"").contains(manager);
        var again = apply("", document("web:80")).expect(200).json();
        assertThat(again.path("warnings")).hasSize(1);
        assertThat(again.at("/warnings/0/field").asText()).isEqualTo("target");
        assertThat(again.at("/warnings/0/message").asText()).contains("web:99");
        var deleted = control.delete(path).expect(200);
        assertThat(deleted.header("Warning")).contains(manager);
        var restored = apply("", document("web:80")).expect(200).json();
        assertThat(restored.at("/warnings/0/message").asText()).startsWith("was deleted");
        var owner = control.createAgent();
        apply("", document("web:80") + "  - {domain: x.%s, agent: %s, target: 'a:1'}\n".formatted(domain, name(owner)))
                .expect(200);
        assertThat(control.delete("/api/agents/" + owner.id()).expect(200).header("Warning"))
                .startsWith("299 - \"Tunnels of this agent")
                .contains(manager);
        assertThat(control.patch("/api/agents/" + control.createAgent().id(), Map.of("metadata", Map.of("a", 1)))
                        .header("Warning"))
                .isNull();
    }

    @Test
    void operatorsApplyTunnelsAndPlanEverything() {
        var operator = control.withRole("operator");
        var plan = operator.post("/api/apply?dryRun=true", document("web:80"), "Content-Type", "application/yaml");
        assertThat(plan.expect(200).text("role")).isEqualTo("admin");

        var refused = operator.post("/api/apply", document("web:80"), "Content-Type", "application/yaml")
                .expect(403);
        assertThat(refused.json().at("/error/details").properties()).hasSize(1);
        assertThat(refused.json().at("/error/details/agents[0]").asText()).isEqualTo("agent " + agent + ": create");

        apply("", document("web:80")).expect(200);
        operator.post("/api/apply", document("web:81"), "Content-Type", "application/yaml")
                .expect(200);
        assertThat(find("tunnels", "domain", domain).path("target").asText()).isEqualTo("web:81");
    }

    @Test
    void aRepeatedCallAnswersTheFirstResponse() {
        var key = UUID.randomUUID().toString();
        var first = control.post(
                        "/api/apply", document("web:80"), "Content-Type", "application/yaml", "Idempotency-Key", key)
                .expect(200);

        var second = control.post(
                "/api/apply", document("web:80"), "Content-Type", "application/yaml", "Idempotency-Key", key);

        assertThat(second.json()).isEqualTo(first.json());
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void theAnswerToAnAdminIsNotGivenToAnOperator() {
        var key = UUID.randomUUID().toString();
        String[] headers = {"Content-Type", "application/yaml", "Idempotency-Key", key};
        var apiKey = object(
                        control.post("/api/apply", document("web:80"), headers)
                                .expect(200)
                                .json(),
                        "agent")
                .path("apiKey")
                .asText();
        assertThat(apiKey).startsWith("agt_");

        var operator = control.withRole("operator").post("/api/apply", document("web:80"), headers);

        assertThat(operator.header("Idempotency-Replayed")).isNotEqualTo("true");
        assertThat(operator.body()).doesNotContain(apiKey);
    }

    @Test
    void everyObjectAndTheApplyAreAudited() {
        var applied = apply("", document("web:80")).expect(200).json();

        assertThat(audited(object(applied, "agent").path("id").asText())).containsExactly("agent.create");
        assertThat(audited(object(applied, "tunnel").path("id").asText())).containsExactly("tunnel.create");
        assertThat(audited(manager + ": 2 created, 0 updated, 0 deleted, 0 released, 0 unchanged"))
                .containsExactly("apply");
    }

    @ParameterizedTest
    @CsvSource({"dryRun,yes", "prune,1", "takeOver,TRUE"})
    void flagsAreTrueOrFalse(String name, String value) {
        var refused = apply("?%s=%s".formatted(name, value), document("web:80")).expect(400);

        assertThat(refused.json().at("/error/details").has(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dryRun", "dryRun=", "dryRun=true&prune", "prune=", "takeOver"})
    void aFlagWithoutAValueAppliesNothing(String query) {
        var revision = revision();

        var refused = apply("?" + query, document("web:80")).expect(400);

        assertThat(refused.json().at("/error/details").properties())
                .singleElement()
                .satisfies(detail -> assertThat(detail.getValue().asText()).isEqualTo("must not be empty"));
        assertThat(revision()).isEqualTo(revision);
        assertThat(counts(apply("?dryRun=true", document("web:80")).json())).isEqualTo("2/0/0/0");
    }
}
