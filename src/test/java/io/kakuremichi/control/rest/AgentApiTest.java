package io.kakuremichi.control.rest;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static io.kakuremichi.control.rest.RestAssertions.assertInvalid;
import static io.kakuremichi.control.rest.RestAssertions.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ControlTest
class AgentApiTest {
    private static final String[] FIELDS = {
        "id",
        "name",
        "virtualIp",
        "subnet",
        "wireguardPublicKey",
        "status",
        "lastSeenAt",
        "revisionWanted",
        "revisionApplied",
        "lastError",
        "metadata",
        "apiKeyPrefix",
        "enrollmentKeyId",
        "ephemeralAfter",
        "removalDueAt",
        "keyDelivery",
        "managedBy",
        "createdAt",
        "updatedAt"
    };

    private final ControlApi control = ControlApi.ofTest();
    private final Lists lists = new Lists(control);

    @Test
    void creationAnswersTheAgentWithItsKeyPlaceAndVersion() {
        var name = ControlApi.uniqueName("agent");

        var created = control.post("/api/agents", Map.of("name", name)).expect(201);

        var agent = created.json();
        assertThat(created.header("Location")).isEqualTo("/api/agents/" + created.uuid("id"));
        assertThat(created.header("ETag")).matches("\"\\d+\"");
        assertThat(names(agent)).contains(FIELDS).hasSize(FIELDS.length + 1);
        assertThat(agent.path("apiKey").asText()).matches("agt_[A-Za-z0-9]{32}");
        assertThat(agent.path("name").asText()).isEqualTo(name);
        assertThat(agent.path("subnet").asText()).matches("10\\.\\d+\\.\\d+\\.0/24");
        assertThat(agent.path("virtualIp").asText())
                .isEqualTo(agent.path("subnet").asText().replace(".0/24", ".100"));
        assertThat(agent.path("status").asText()).isEqualTo("offline");
        assertThat(agent.path("lastSeenAt").isNull()).isTrue();
        assertThat(agent.path("metadata")).isEmpty();
        assertThat(Base64.getDecoder().decode(agent.path("wireguardPublicKey").asText()))
                .hasSize(32);
        assertThat(Instant.parse(agent.path("createdAt").asText())).isBeforeOrEqualTo(Instant.now());
    }

    @Test
    void keyIsShownAtCreationOnly() {
        var agent = control.createAgent();

        var shown = control.get("/api/agents/" + agent.id()).expect(200);

        assertThat(shown.fields()).containsExactlyInAnyOrder(FIELDS);
        assertThat(shown.body()).doesNotContain(agent.apiKey());
        assertThat(lists.find("/api/agents", "", agent.id()))
                .hasValueSatisfying(item -> assertThat(names(item)).containsExactlyInAnyOrder(FIELDS));
    }

    @Test
    void locationIsWhereTheAgentIs() {
        var created = control.post("/api/agents", Map.of("name", ControlApi.uniqueName("agent")));

        var found = control.get(created.header("Location")).expect(200);

        assertThat(found.uuid("id")).isEqualTo(created.uuid("id"));
        assertThat(found.header("ETag")).isEqualTo(created.header("ETag"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "A-Z_a-z_0-9", "-", "1234567890123456789012345678901234567890123456789012345678901234"})
    void namesOf1To64AllowedCharactersAreTaken(String name) {
        var created = control.post("/api/agents", Map.of("name", name)).expect(201);

        assertThat(created.text("name")).isEqualTo(name);
        control.delete("/api/agents/" + created.uuid("id")).expect(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a.b",
                "a\n",
                "ä",
                "日本",
                "a\u0000",
                "12345678901234567890123456789012345678901234567890123456789012345"
            })
    void otherNamesAreRefused(String name) {
        assertInvalid(control.post("/api/agents", Map.of("name", name)), "name");
        assertInvalid(control.patch("/api/agents/" + control.createAgent().id(), Map.of("name", name)), "name");
    }

    @Test
    void patchChangesWhatItNamesAndLeavesTheRest() {
        var agent = control.createAgent();
        control.patch("/api/agents/" + agent.id(), "{\"metadata\": {\"rack\": [1, {\"deep\": null}]}}")
                .expect(200);
        var name = ControlApi.uniqueName("renamed");

        var renamed =
                control.patch("/api/agents/" + agent.id(), Map.of("name", name)).expect(200);

        assertThat(renamed.fields()).containsExactlyInAnyOrder(FIELDS);
        assertThat(renamed.text("name")).isEqualTo(name);
        assertThat(renamed.json().path("metadata")).hasToString("{\"rack\":[1,{\"deep\":null}]}");
        assertThat(settled(control.get("/api/agents/" + agent.id()))).isEqualTo(settled(renamed));
    }

    @Test
    void nullEmptiesTheMetadata() {
        var path = "/api/agents/" + control.createAgent().id();
        control.patch(path, "{\"metadata\": {\"a\": 1}}").expect(200);

        var emptied = control.patch(path, "{\"metadata\": null}").expect(200);

        assertThat(emptied.json().path("metadata")).hasToString("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\": null}", "{\"name\": \"%s\"}", "{\"metadata\": {}}"})
    void patchThatChangesNothingMakesNoNewVersion(String body) {
        var name = ControlApi.uniqueName("agent");
        var path = "/api/agents/" + control.createAgent(name).id();
        var before = control.get(path);

        var after = control.patch(path, body.formatted(name)).expect(200);

        assertThat(after.header("ETag")).isEqualTo(before.header("ETag"));
        assertThat(after.json()).isEqualTo(before.json());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"text\"", "1", "true"})
    void metadataMustBeAnObject(String metadata) {
        var path = "/api/agents/" + control.createAgent().id();

        assertInvalid(control.patch(path, "{\"metadata\": %s}".formatted(metadata)), "metadata");
        assertInvalid(
                control.post(
                        "/api/agents",
                        "{\"name\": \"%s\", \"metadata\": %s}".formatted(ControlApi.uniqueName("agent"), metadata)),
                "metadata");
    }

    @Test
    void metadataOfACreationAreReturnedAsWritten() {
        var created = control.post("/api/agents", """
                        {"name": "%s", "metadata": {"rack": 7.0, "ids": [12345678901234567890]}}""".formatted(ControlApi.uniqueName("agent")))
                .expect(201);

        var written = "\"metadata\":{\"rack\":7.0,\"ids\":[12345678901234567890]}";
        assertThat(created.body()).contains(written);
        assertThat(control.get("/api/agents/" + created.uuid("id")).body()).contains(written);
        assertThat(created.json().path("ephemeralAfter").isNull()).isTrue();
        assertThat(created.json().path("removalDueAt").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"16384, 200", "16385, 400"})
    void metadataHasAtMost16KiB(int length, int status) {
        var path = "/api/agents/" + control.createAgent().id();
        var metadata = Map.of("a", "x".repeat(length - "{\"a\":\"\"}".length()));

        var answer = control.patch(path, Map.of("metadata", metadata));

        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void deletionTakesItsTunnelsAlong() {
        var agent = control.createAgent();
        var tunnel = control.createTunnel(ControlApi.uniqueDomain(), agent);

        var deleted = control.delete("/api/agents/" + agent.id()).expect(200);

        assertThat(deleted.fields()).containsExactly("message");
        assertError(control.get("/api/agents/" + agent.id()), 404, "NOT_FOUND");
        assertError(control.get("/api/tunnels/" + tunnel), 404, "NOT_FOUND");
        assertThat(lists.find("/api/tunnels", "", tunnel)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/agents/%s",
        "PATCH, /api/agents/%s",
        "DELETE, /api/agents/%s",
        "GET, /api/agents/%s/tunnels",
        "POST, /api/agents/%s/api-key"
    })
    void unknownAgentIsNotFound(String method, String path) {
        var body = method.equals("PATCH") ? "{}" : null;

        assertError(control.call(method, path.formatted(UUID.randomUUID()), body), 404, "NOT_FOUND");
        assertError(control.call(method, path.formatted("no-uuid"), body), 404, "NOT_FOUND");
    }

    @Test
    void newKeyReplacesTheOldOneAtOnce() {
        var agent = control.createAgent().connect();

        var answer =
                control.post("/api/agents/" + agent.id() + "/api-key", null).expect(200);

        assertThat(answer.fields()).containsExactly("apiKey");
        assertThat(answer.text("apiKey")).matches("agt_[A-Za-z0-9]{32}").isNotEqualTo(agent.apiKey());
        assertThat(agent.awaitsClose()).isEqualTo(4403);
        assertThat(agent.twin().open("/").auth().awaitsClose()).isEqualTo(4401);
        assertThat(agent.withKey(answer.text("apiKey")).connect().isOpen()).isTrue();
    }

    @Test
    void connectedAgentIsOnlineAndCanBeFoundAsSuch() {
        var agent = control.createAgent().connect();

        await().until(() ->
                lists.find("/api/agents", "&status=online", agent.id()).isPresent());

        assertThat(lists.find("/api/agents", "&status=offline", agent.id())).isEmpty();
        var shown = control.get("/api/agents/" + agent.id());
        assertThat(shown.text("status")).isEqualTo("online");
        assertThat(Instant.parse(shown.text("lastSeenAt"))).isAfterOrEqualTo(Instant.parse(shown.text("createdAt")));
        agent.close();
        await().until(() ->
                lists.find("/api/agents", "&status=offline", agent.id()).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Online", "up", "online,offline", "%00"})
    void otherStatusesCanNotBeAskedFor(String status) {
        assertInvalid(control.get("/api/agents?status=" + status), "status");
    }

    /** Without the revision that the answer to a change can't know yet. */
    private static JsonNode settled(ControlApi.Answer answer) {
        return ((ObjectNode) answer.json()).without("revisionWanted");
    }
}
