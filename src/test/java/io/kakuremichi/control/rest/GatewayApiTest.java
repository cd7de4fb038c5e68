package io.kakuremichi.control.rest;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static io.kakuremichi.control.rest.RestAssertions.assertInvalid;
import static io.kakuremichi.control.rest.RestAssertions.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlApi.Answer;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ControlTest
class GatewayApiTest {
    private static final String[] FIELDS = {
        "id",
        "name",
        "publicIp",
        "region",
        "hostNumber",
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
    private final List<UUID> gateways = new ArrayList<>();

    @AfterEach
    void giveBack() {
        gateways.forEach(gateway -> control.delete("/api/gateways/" + gateway));
    }

    @Test
    void creationAnswersTheGatewayWithItsKeyPlaceAndVersion() {
        var created = create("region", "eu-1", "publicIp", "203.0.113.7").expect(201);

        var gateway = created.json();
        assertThat(created.header("Location")).isEqualTo("/api/gateways/" + created.uuid("id"));
        assertThat(created.header("ETag")).matches("\"\\d+\"");
        assertThat(names(gateway)).contains(FIELDS).hasSize(FIELDS.length + 1);
        assertThat(gateway.path("apiKey").asText()).matches("gtw_[A-Za-z0-9]{32}");
        assertThat(gateway.path("region").asText()).isEqualTo("eu-1");
        assertThat(gateway.path("publicIp").asText()).isEqualTo("203.0.113.7");
        assertThat(gateway.path("hostNumber").asInt()).isBetween(1, 254).isNotEqualTo(100);
        assertThat(gateway.path("status").asText()).isEqualTo("offline");
        assertThat(gateway.path("lastSeenAt").isNull()).isTrue();
    }

    @Test
    void metadataOfACreationAreReturnedAsWritten() {
        var body = "{\"name\": \"%s\", \"metadata\": %s}";
        var created = control.post("/api/gateways", body.formatted(ControlApi.uniqueName("gateway"), "{\"rack\": 7.0}"))
                .expect(201);
        gateways.add(created.uuid("id"));

        assertThat(created.body()).contains("\"metadata\":{\"rack\":7.0}");
        assertThat(control.get(created.header("Location")).body()).contains("\"metadata\":{\"rack\":7.0}");
        assertInvalid(
                control.post("/api/gateways", body.formatted(ControlApi.uniqueName("gateway"), "[]")), "metadata");
    }

    @Test
    void regionAndPublicIpNeedNotBeGiven() {
        var created = create().expect(201);

        assertThat(created.json().path("region").isNull()).isTrue();
        assertThat(created.json().path("publicIp").isNull()).isTrue();
    }

    @Test
    void keyIsShownAtCreationOnly() {
        var gateway = gateway();

        var shown = control.get("/api/gateways/" + gateway.id()).expect(200);

        assertThat(shown.fields()).containsExactlyInAnyOrder(FIELDS);
        assertThat(shown.body()).doesNotContain(gateway.apiKey());
        assertThat(lists.find("/api/gateways", "", gateway.id()))
                .hasValueSatisfying(item -> assertThat(names(item)).containsExactlyInAnyOrder(FIELDS));
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.7",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
        "::, ::",
        "64:ff9b::192.0.2.1, 64:ff9b::192.0.2.1",
        "64:FF9B::c000:0201, 64:ff9b::192.0.2.1",
        "2001:db8::192.0.2.1, 2001:db8::c000:201",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:3:4:5:6"
    })
    void publicIpIsKeptInItsUsualSpelling(String given, String kept) {
        var path = "/api/gateways/" + create("publicIp", given).expect(201).uuid("id");

        assertThat(control.get(path).text("publicIp")).isEqualTo(kept);
        assertThat(control.patch(path, Map.of("publicIp", given)).expect(200).text("publicIp"))
                .isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.256",
                "1.2.3.4:80",
                "1.2.3.4/32",
                " 1.2.3.4",
                "example.com",
                "[::1]",
                "fe80::1%eth0",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "12345::",
                "1.2.3.4\u0000",
                "1.2.3.4\n",
                "1.2.3.010",
                "::ffff:203.0.113.7",
                "::FFFF:cb00:7107",
                "::203.0.113.7",
                "::ffff:203.0.113.07",
                "64:ff9b::192.0.2.01",
                "64:ff9b::192.0.2"
            })
    void otherPublicIpsAreRefused(String publicIp) {
        assertInvalid(create("publicIp", publicIp), "publicIp");
        assertInvalid(control.patch("/api/gateways/" + gateway().id(), Map.of("publicIp", publicIp)), "publicIp");
    }

    @ParameterizedTest
    @CsvSource({"'', 201", "a, 201", "日本, 201"})
    void regionIsFreeText(String region, int status) {
        assertThat(create("region", region).status()).isEqualTo(status);
    }

    @Test
    void regionHasAtMost64Characters() {
        create("region", "x".repeat(64)).expect(201);

        assertInvalid(create("region", "x".repeat(65)), "region");
    }

    @Test
    void regionWithANulCharacterIsRefused() {
        assertInvalid(create("region", "a\u0000b"), "region");
        assertInvalid(control.patch("/api/gateways/" + gateway().id(), Map.of("region", "\u0000")), "region");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "é"})
    void namesFollowTheRule(String name) {
        assertInvalid(control.post("/api/gateways", Map.of("name", name)), "name");
    }

    @Test
    void nullEmptiesWhatMayBeEmpty() {
        var path = "/api/gateways/"
                + create("region", "eu", "publicIp", "1.2.3.4").expect(201).uuid("id");
        control.patch(path, "{\"metadata\": {\"a\": 1}}").expect(200);

        var emptied = control.patch(path, "{\"region\": null, \"publicIp\": null, \"metadata\": null}")
                .expect(200);

        assertThat(emptied.json().path("region").isNull()).isTrue();
        assertThat(emptied.json().path("publicIp").isNull()).isTrue();
        assertThat(emptied.json().path("metadata")).hasToString("{}");
    }

    @Test
    void absentFieldsStay() {
        var created = create("region", "eu", "publicIp", "1.2.3.4").expect(201);
        var name = ControlApi.uniqueName("renamed");

        var renamed = control.patch("/api/gateways/" + created.uuid("id"), Map.of("name", name))
                .expect(200);

        assertThat(renamed.text("name")).isEqualTo(name);
        assertThat(renamed.text("region")).isEqualTo("eu");
        assertThat(renamed.text("publicIp")).isEqualTo("1.2.3.4");
        assertThat(renamed.fields()).containsExactlyInAnyOrder(FIELDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"region\": \"eu\"}", "{\"publicIp\": \"2001:db8::0:1\"}", "{\"metadata\": null}"})
    void patchThatChangesNothingMakesNoNewVersion(String body) {
        var created = create("region", "eu", "publicIp", "2001:db8::1").expect(201);

        var after = control.patch("/api/gateways/" + created.uuid("id"), body).expect(200);

        assertThat(after.header("ETag")).isEqualTo(created.header("ETag"));
        assertThat(after.text("updatedAt")).isEqualTo(created.text("updatedAt"));
    }

    @Test
    void deletedGatewayIsGoneAndCutOff() {
        var gateway = gateway().connect();

        var deleted = control.delete("/api/gateways/" + gateway.id()).expect(200);

        assertThat(deleted.fields()).containsExactly("message");
        assertError(control.get("/api/gateways/" + gateway.id()), 404, "NOT_FOUND");
        assertThat(gateway.awaitsClose()).isEqualTo(4403);
    }

    @ParameterizedTest
    @CsvSource({"GET, ''", "PATCH, ''", "DELETE, ''", "POST, /api-key"})
    void unknownGatewayIsNotFound(String method, String under) {
        var path = "/api/gateways/" + UUID.randomUUID() + under;

        assertError(control.call(method, path, method.equals("PATCH") ? "{}" : null), 404, "NOT_FOUND");
    }

    @Test
    void newKeyReplacesTheOldOneAtOnce() {
        var gateway = gateway().connect();

        var answer =
                control.post("/api/gateways/" + gateway.id() + "/api-key", null).expect(200);

        assertThat(answer.text("apiKey")).matches("gtw_[A-Za-z0-9]{32}").isNotEqualTo(gateway.apiKey());
        assertThat(gateway.awaitsClose()).isEqualTo(4403);
        assertThat(gateway.twin().open("/").auth().awaitsClose()).isEqualTo(4401);
        assertThat(gateway.withKey(answer.text("apiKey")).connect().isOpen()).isTrue();
    }

    @Test
    void connectedGatewayIsOnlineAndCanBeFoundAsSuch() {
        var gateway = gateway().connect();

        await().until(() ->
                lists.find("/api/gateways", "&status=online", gateway.id()).isPresent());

        assertThat(lists.find("/api/gateways", "&status=offline", gateway.id())).isEmpty();
        assertThat(control.get("/api/gateways/" + gateway.id()).text("status")).isEqualTo("online");
    }

    private TestClient gateway() {
        var gateway = control.createGateway();
        gateways.add(gateway.id());
        return gateway;
    }

    private Answer create(String... fields) {
        var body = new java.util.HashMap<String, String>(Map.of("name", ControlApi.uniqueName("gateway")));
        for (var i = 0; i < fields.length; i += 2) {
            body.put(fields[i], fields[i + 1]);
        }
        var answer = control.post("/api/gateways", body);
        if (answer.status() == 201) {
            gateways.add(answer.uuid("id"));
        }
        return answer;
    }
}
