package io.kakuremichi.control.declared;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlApi.Answer;
import io.kakuremichi.control.harness.TestClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** What tests of declared state share: a manager, its objects, and the calls. */
abstract class DeclaredStateTest {
    final ControlApi control = ControlApi.ofTest();
    final String manager = ControlApi.uniqueName("manager");
    final String agent = ControlApi.uniqueName("agent");
    final String domain = ControlApi.uniqueDomain();

    /** Gateways have few places. */
    @AfterEach
    void removeEverything() {
        apply("?prune=true", "manager: %s".formatted(manager));
    }

    String document(String target) {
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

    Answer apply(String query, String document) {
        return apply(query, document, "application/yaml");
    }

    Answer apply(String query, String document, String type) {
        return control.post("/api/apply" + query, document, "Content-Type", type);
    }

    static String counts(JsonNode answer) {
        var counts = answer.path("counts");
        return "%s/%s/%s/%s"
                .formatted(
                        counts.path("create"), counts.path("update"), counts.path("delete"), counts.path("unchanged"));
    }

    static JsonNode object(JsonNode answer, String kind) {
        for (var object : answer.path("objects")) {
            if (object.path("kind").asText().equals(kind)) {
                return object;
            }
        }
        throw new AssertionError("no " + kind + " in " + answer);
    }

    JsonNode get(String kind, JsonNode object) {
        return control.get("/api/" + kind + "/" + object.path("id").asText())
                .expect(200)
                .json();
    }

    String name(TestClient client) {
        return control.get("/api/agents/" + client.id()).text("name");
    }

    JsonNode find(String kind, String field, String value) {
        for (var item : all(kind)) {
            if (item.path(field).asText().equals(value)) {
                return item;
            }
        }
        throw new AssertionError("no " + value);
    }

    List<String> domains() {
        return all("tunnels").stream().map(item -> item.path("domain").asText()).toList();
    }

    List<JsonNode> all(String kind) {
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
    List<String> audited(String subject) {
        var actions = new ArrayList<String>();
        control.get("/api/audit?limit=1000").json().path("audit").forEach(entry -> {
            var text = entry.path("subject").asText();
            if (subject == null ? text.startsWith(manager) : text.equals(subject)) {
                actions.add(entry.path("action").asText());
            }
        });
        return actions;
    }

    long revision() {
        return apply("?dryRun=true", "manager: " + manager)
                .json()
                .path("revision")
                .asLong();
    }
}
