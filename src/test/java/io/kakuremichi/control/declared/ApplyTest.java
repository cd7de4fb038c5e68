package io.kakuremichi.control.declared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlApi.Answer;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ControlTest
class ApplyTest {
    private final ControlApi control = ControlApi.ofTest();
    private final String manager = ControlApi.uniqueName("manager");
    private final String agent = ControlApi.uniqueName("agent");
    private final String domain = ControlApi.uniqueDomain();

    /** Gateways have few places. */
    @AfterEach
    void removeEverything() {
        apply("?prune=true", "manager: %s".formatted(manager));
    }

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
    void pruneDeletesOnlyWhatTheManagerHasAndTheDocumentDoesNotName() {
        apply("", document("web:80")).expect(200);
        var other = ControlApi.uniqueDomain();
        control.createTunnel(other, control.createAgent());
        var without = "manager: %s\nagents: [{name: %s}]".formatted(manager, agent);

        assertThat(counts(apply("", without).json())).isEqualTo("0/0/0/1");
        var pruned = apply("?prune=true", without).expect(200).json();

        assertThat(counts(pruned)).isEqualTo("0/0/1/1");
        assertThat(object(pruned, "tunnel").path("name").asText()).isEqualTo(domain);
        assertThat(domains()).contains(other).doesNotContain(domain);
    }

    @Test
    void pruneKeepsAgentsWithTunnelsOfOthers() {
        apply("", document("web:80")).expect(200);
        var mine = find("agents", "name", agent);
        var foreign = ControlApi.uniqueDomain();
        control.post(
                        "/api/tunnels",
                        Map.of("domain", foreign, "agentId", mine.path("id").asText(), "target", "a:1"))
                .expect(201);

        var refused = apply("?prune=true", "manager: %s".formatted(manager)).expect(400);

        assertThat(refused.json().at("/error/details/agents").asText()).contains(agent, foreign);
        assertThat(domains()).contains(domain, foreign);
        control.delete(
                "/api/tunnels/" + find("tunnels", "domain", foreign).path("id").asText());
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
                .containsExactlyInAnyOrder("tunnels[0].agent", "tunnels[1].domain");
        assertThat(refused.at("/error/faults").findValuesAsText("line")).containsExactlyInAnyOrder("2", "3");
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
    void everyObjectAndTheApplyAreAudited() {
        var applied = apply("", document("web:80")).expect(200).json();

        assertThat(audited(object(applied, "agent").path("id").asText())).containsExactly("agent.create");
        assertThat(audited(object(applied, "tunnel").path("id").asText())).containsExactly("tunnel.create");
        assertThat(audited(manager + ": 2 created, 0 updated, 0 deleted, 0 unchanged"))
                .containsExactly("apply");
    }

    @Test
    void appliesAtOnceGoOneAfterTheOther() {
        apply("", document("web:1")).expect(200);

        var answers = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> apply("", document("web:" + (100 + i)))))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).allMatch(answer -> answer.status() == 200);
        assertThat(answers.stream().map(answer -> answer.json().path("revision").asLong()))
                .doesNotHaveDuplicates();
        assertThat(answers.stream()
                        .flatMap(answer -> answer.json().path("warnings").findValuesAsText("field").stream()))
                .isEmpty();
    }

    @Test
    void changesOverRestAtTheSameTimeBreakNoApply() {
        apply("", document("web:1")).expect(200);
        var path =
                "/api/tunnels/" + find("tunnels", "domain", domain).path("id").asText();

        var rest = CompletableFuture.runAsync(
                () -> IntStream.range(0, 30).forEach(i -> control.patch(path, Map.of("description", "d" + i))
                        .expect(200)));
        var applies = IntStream.range(0, 15)
                .mapToObj(i -> apply("?prune=true", document("web:" + (i + 2))).status())
                .toList();
        rest.join();

        assertThat(applies).containsOnly(200);
    }

    @Test
    void connectedClientsReceiveTheChangesInOrder() {
        var connected = control.createAgent();
        var document = """
                manager: %s
                tunnels: [%s]
                """;
        var items = IntStream.range(0, 50)
                .mapToObj(i -> "{domain: n%02d.%s, agent: %s, target: 'a:1'}".formatted(i, domain, name(connected)))
                .toList();
        connected.connect().awaitConfig();

        apply("", document.formatted(manager, String.join(", ", items))).expect(200);

        connected.awaits("tunnel_create", data -> data.path("domain").asText().equals("n49." + domain));
        assertThat(connected.messages("tunnel_create"))
                .extracting(message -> message.at("/data/domain").asText())
                .isEqualTo(IntStream.range(0, 50)
                        .mapToObj(i -> "n%02d.%s".formatted(i, domain))
                        .toList());
        connected.close();
    }

    @Test
    void fiveThousandTunnelsAreAppliedWithinTenSeconds() {
        var count = 5_000;
        var document = new StringBuilder("manager: %s\nagents: [{name: %s}]\ntunnels:\n".formatted(manager, agent));
        IntStream.range(0, count)
                .forEach(i ->
                        document.append("  - {domain: n%04d.%s, agent: %s, target: 'a:1', description: Number %s}\n"
                                .formatted(i, domain, agent, i)));
        var gateway = control.createGateway();
        gateway.connect().awaitConfig();
        var start = Instant.now();

        var applied = apply("", document.toString()).expect(200);

        var took = Duration.between(start, Instant.now());
        assertThat(counts(applied.json())).isEqualTo("5001/0/0/0");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> gateway.tunnels().values().stream()
                                .filter(tunnel -> tunnel.path("domain").asText().endsWith(domain))
                                .count()
                        == count);
        assertThat(gateway.messages("tunnel_create").stream()
                        .map(message -> message.at("/data/domain").asText())
                        .filter(name -> name.endsWith(domain)))
                .isSorted();
        gateway.close();
        control.delete("/api/gateways/" + gateway.id());
        assertThat(took).isLessThan(Duration.ofSeconds(10));
        var again = Instant.now();
        assertThat(counts(apply("?prune=true", document.toString()).json())).isEqualTo("0/0/0/5001");
        var pruneStart = Instant.now();
        apply("?prune=true", "manager: " + manager).expect(200);
        System.out.printf(
                "5,000 tunnels: created in %s ms, unchanged in %s ms, deleted in %s ms%n",
                took.toMillis(),
                Duration.between(again, pruneStart).toMillis(),
                Duration.between(pruneStart, Instant.now()).toMillis());
    }

    @ParameterizedTest
    @CsvSource({"dryRun,yes", "prune,1", "takeOver,TRUE"})
    void flagsAreTrueOrFalse(String name, String value) {
        var refused = apply("?%s=%s".formatted(name, value), document("web:80")).expect(400);

        assertThat(refused.json().at("/error/details").has(name)).isTrue();
    }

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

    private String document(String target) {
        return """
                manager: %s
                agents:
                  - name: %s
                tunnels:
                  - domain: %s
                    agent: %s
                    target: %s
                """.formatted(manager, agent, domain, agent, target);
    }

    private Answer apply(String query, String document) {
        return apply(query, document, "application/yaml");
    }

    private Answer apply(String query, String document, String type) {
        return control.post("/api/apply" + query, document, "Content-Type", type);
    }

    private static String counts(JsonNode answer) {
        var counts = answer.path("counts");
        return "%s/%s/%s/%s"
                .formatted(
                        counts.path("create"), counts.path("update"), counts.path("delete"), counts.path("unchanged"));
    }

    private static JsonNode object(JsonNode answer, String kind) {
        for (var object : answer.path("objects")) {
            if (object.path("kind").asText().equals(kind)) {
                return object;
            }
        }
        throw new AssertionError("no " + kind + " in " + answer);
    }

    private JsonNode get(String kind, JsonNode object) {
        return control.get("/api/" + kind + "/" + object.path("id").asText())
                .expect(200)
                .json();
    }

    private String name(TestClient client) {
        return control.get("/api/agents/" + client.id()).text("name");
    }

    private JsonNode find(String kind, String field, String value) {
        for (var item : all(kind)) {
            if (item.path(field).asText().equals(value)) {
                return item;
            }
        }
        throw new AssertionError("no " + value);
    }

    private List<String> domains() {
        return all("tunnels").stream().map(item -> item.path("domain").asText()).toList();
    }

    private List<JsonNode> all(String kind) {
        var items = new ArrayList<JsonNode>();
        var cursor = "";
        do {
            var page = control.get("/api/" + kind + "?limit=1000" + cursor)
                    .expect(200)
                    .json();
            page.path(kind).forEach(items::add);
            cursor = page.path("nextCursor").isNull()
                    ? ""
                    : "&cursor=" + page.path("nextCursor").asText();
        } while (!cursor.isEmpty());
        return items;
    }

    /** The actions about a subject; without one, the applies of this test's manager. */
    private List<String> audited(String subject) {
        var actions = new ArrayList<String>();
        control.get("/api/audit?limit=1000").json().path("audit").forEach(entry -> {
            var text = entry.path("subject").asText();
            if (subject == null ? text.startsWith(manager) : text.equals(subject)) {
                actions.add(entry.path("action").asText());
            }
        });
        return actions;
    }

    private long revision() {
        return apply("?dryRun=true", "manager: " + manager)
                .json()
                .path("revision")
                .asLong();
    }
}
