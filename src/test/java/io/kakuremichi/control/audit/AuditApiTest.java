package io.kakuremichi.control.audit;

import static io.kakuremichi.control.rest.RestAssertions.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ControlTest
class AuditApiTest {
    private final ControlApi control = ControlApi.ofTest();

    @Test
    void changeHasItsEntryWhenItIsAnswered() {
        var agent = control.createAgent();

        var entry = only("?subject=" + agent.id());

        assertThat(ControlApi.fields(entry))
                .containsExactly(
                        "id", "at", "actor", "role", "address", "method", "action", "subject", "outcome", "status",
                        "count");
        assertThat(entry.path("actor").asText()).isEqualTo("admin");
        assertThat(entry.path("role").asText()).isEqualTo("admin");
        assertThat(entry.path("address").asText()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1", "::1");
        assertThat(entry.path("method").asText()).isEqualTo("POST");
        assertThat(entry.path("action").asText()).isEqualTo("agent.create");
        assertThat(entry.path("outcome").asText()).isEqualTo("success");
        assertThat(entry.path("status").asInt()).isEqualTo(201);
    }

    @Test
    void newestComesFirst() {
        var agent = control.createAgent();
        var tunnel = control.createTunnel(ControlApi.uniqueDomain(), agent);
        control.changeTunnel(tunnel, Map.of("enabled", false));
        control.deleteTunnel(tunnel);

        assertThat(entries("?subject=" + tunnel))
                .extracting(entry -> entry.path("action").asText())
                .containsExactly("tunnel.delete", "tunnel.update", "tunnel.create");
    }

    @Test
    void everyChangeOfATokenHasItsEntry() {
        var token = control.createToken("operator");
        control.delete("/api/tokens/" + token.uuid("id")).expect(200);

        assertThat(entries("?subject=" + token.uuid("id")))
                .extracting(entry -> entry.path("action").asText())
                .containsExactly("token.delete", "token.create");
    }

    @Test
    void newApiKeyIsAnActionOfItsOwn() {
        var agent = control.createAgent();
        var answer = control.call("POST", "/api/agents/" + agent.id() + "/api-key", null)
                .expect(200);

        assertThat(entries("?subject=" + agent.id()).getFirst().path("action").asText())
                .isEqualTo("agent.api-key");
        assertThat(control.get("/api/audit?limit=1000").body())
                .doesNotContain(answer.text("apiKey"))
                .doesNotContain(agent.apiKey());
    }

    @Test
    void actorIsTheTokensName() {
        var agent = control.createAgent();
        var token = control.createToken("operator");
        var tunnel = control.withToken(token.text("token")).createTunnel(ControlApi.uniqueDomain(), agent);

        var entry = only("?actor=" + token.text("name"));

        assertThat(entry.path("subject").asText()).isEqualTo(tunnel.toString());
        assertThat(entry.path("role").asText()).isEqualTo("operator");
    }

    @Test
    void replayedAnswerIsNoChange() {
        var body = Map.of("name", ControlApi.uniqueName("agent"));
        var key = ControlApi.uniqueName("key");
        var agent = control.post("/api/agents", body, "Idempotency-Key", key)
                .expect(201)
                .uuid("id");
        control.post("/api/agents", body, "Idempotency-Key", key).expect(201);

        assertThat(entries("?subject=" + agent))
                .extracting(entry -> entry.path("outcome").asText())
                .containsExactly("replayed", "success");
    }

    /** The entry of the first call is written by its own transaction, and that of the second behind it. */
    @Test
    void replayedApplyIsNoChange() {
        var token = control.post("/api/tokens", Map.of("name", ControlApi.uniqueName("token"), "role", "admin"))
                .expect(201);
        var caller = control.withToken(token.text("token"));
        var key = ControlApi.uniqueName("key");
        var document = Map.of("manager", ControlApi.uniqueName("manager"));
        caller.post("/api/apply", document, "Idempotency-Key", key).expect(200);
        caller.post("/api/apply", document, "Idempotency-Key", key).expect(200);

        await().untilAsserted(() -> assertThat(entries("?action=apply&actor=" + token.text("name")))
                .extracting(entry -> entry.path("outcome").asText())
                .containsExactly("replayed", "success"));
    }

    @Test
    void failedChangeHasItsEntryToo() {
        var missing = UUID.randomUUID();
        control.patch("/api/tunnels/" + missing, Map.of("enabled", true)).expect(404);

        var entry = awaitOnly("?subject=" + missing);

        assertThat(entry.path("outcome").asText()).isEqualTo("failed");
        assertThat(entry.path("status").asInt()).isEqualTo(404);
    }

    @Test
    void forbiddenChangeHasItsEntryToo() {
        var agent = control.createAgent();
        control.withRole("viewer").delete("/api/agents/" + agent.id()).expect(403);

        var entry = awaitOnly("?outcome=denied&subject=" + agent.id());

        assertThat(entry.path("action").asText()).isEqualTo("agent.delete");
        assertThat(entry.path("role").asText()).isEqualTo("viewer");
    }

    @Test
    void strangePathsAreStoredWithoutWhatCantBe() {
        var subject = "a".repeat(400);
        control.delete("/api/certificates/" + subject).expect(404);
        control.delete("/api/certificates/x%00y%0Az").expect(400);

        assertThat(awaitOnly("?subject=" + "a".repeat(299) + "%E2%80%A6")).isNotNull();
        assertThat(awaitOnly("?subject=x?y?z".replace("?y?", "%3Fy%3F"))).isNotNull();
    }

    @Test
    void readingLeavesNoEntry() {
        var viewer = control.createToken("viewer");
        control.withToken(viewer.text("token")).get("/api/agents").expect(200);

        assertThat(entries("?actor=" + viewer.text("name"))).isEmpty();
    }

    @Test
    void kindOfThingFindsAllItsActions() {
        var token = control.createToken("operator");

        assertThat(entries("?action=token&subject=" + token.uuid("id"))).hasSize(1);
        assertThat(entries("?action=token.create&subject=" + token.uuid("id"))).hasSize(1);
        assertThat(entries("?action=toke&subject=" + token.uuid("id"))).isEmpty();
        assertThat(entries("?action=%25&subject=" + token.uuid("id"))).isEmpty();
    }

    @Test
    void timesCutOut() {
        var agent = control.createAgent();
        var at = only("?subject=" + agent.id()).path("at").asText();

        assertThat(entries("?subject=" + agent.id() + "&since=" + at)).hasSize(1);
        assertThat(entries("?subject=" + agent.id() + "&until=" + at)).isEmpty();
    }

    @Test
    void pagesGoBackInTime() {
        var agent = control.createAgent();
        control.patch("/api/agents/" + agent.id(), Map.of("name", ControlApi.uniqueName("one")))
                .expect(200);
        control.patch("/api/agents/" + agent.id(), Map.of("name", ControlApi.uniqueName("two")))
                .expect(200);
        var ids = new ArrayList<String>();
        var query = "/api/audit?limit=1&subject=" + agent.id();
        var cursor = "";
        do {
            var page = control.get(query + cursor).expect(200).json();
            assertThat(page.path("total").asInt()).isEqualTo(3);
            page.path("audit").forEach(entry -> ids.add(entry.path("id").asText()));
            cursor = page.path("nextCursor").isNull()
                    ? ""
                    : "&cursor=" + page.path("nextCursor").asText();
        } while (!cursor.isEmpty());

        assertThat(ids).hasSize(3).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "since=yesterday",
                "until=1",
                "since=1795811689167",
                "since=%2B58877-01-01T00:00:00Z",
                "until=1969-12-31T23:59:59Z",
                "until=2030-01-31",
                "outcome=good",
                "limit=0",
                "cursor=x",
                "actor=%00",
                "action=%00",
                "subject=%00"
            })
    void wrongQuestionIsNamed(String query) {
        assertInvalid(control.get("/api/audit?" + query), query.split("=")[0]);
    }

    private JsonNode awaitOnly(String query) {
        await().until(() -> entries(query).size() == 1);
        return only(query);
    }

    private JsonNode only(String query) {
        var entries = entries(query);
        assertThat(entries).hasSize(1);
        return entries.getFirst();
    }

    private List<JsonNode> entries(String query) {
        var entries = new ArrayList<JsonNode>();
        control.get("/api/audit" + query).expect(200).json().path("audit").forEach(entries::add);
        return entries;
    }
}
