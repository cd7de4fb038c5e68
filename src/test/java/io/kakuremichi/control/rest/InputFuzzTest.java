package io.kakuremichi.control.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlApi.Answer;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent, the answer is a success or an error of the caller's in the one shape; never a fault of ours. */
@ControlTest
class InputFuzzTest {
    private static final int ROUNDS = 120;

    private final ControlApi control = ControlApi.ofTest();
    private final long seed = System.nanoTime();
    private final RandomInput random = new RandomInput(seed);
    private TestClient agent;
    private TestClient gateway;
    private String tunnel;

    @BeforeEach
    void createTargets() {
        agent = control.createAgent();
        gateway = control.createGateway();
        tunnel = "/api/tunnels/" + control.createTunnel(ControlApi.uniqueDomain(), agent);
    }

    @AfterEach
    void giveBack() {
        control.delete("/api/agents/" + agent.id());
        control.delete("/api/gateways/" + gateway.id());
    }

    @Test
    void bodiesOfCreations() {
        for (var path : List.of("/api/agents", "/api/gateways", "/api/tunnels")) {
            for (var i = 0; i < ROUNDS; i++) {
                var body = random.body(agent.id());
                var answer = control.post(path, body);
                assertHarmless(answer, "POST " + path + " " + body);
                if (answer.status() == 201) {
                    control.delete(path + "/" + answer.uuid("id")).expect(200);
                }
            }
        }
    }

    @Test
    void bodiesOfChanges() {
        for (var path : List.of("/api/agents/" + agent.id(), "/api/gateways/" + gateway.id(), tunnel)) {
            for (var i = 0; i < ROUNDS; i++) {
                var body = random.body(agent.id());
                assertHarmless(control.patch(path, body), "PATCH " + path + " " + body);
                control.get(path).expect(200).json();
            }
        }
    }

    /** Numbers and texts of any form: what is accepted comes back as it was sent. */
    @Test
    void metadataIsKeptExactlyOrRefused() {
        var path = "/api/agents/" + agent.id();
        for (var i = 0; i < ROUNDS; i++) {
            // Surrogates that the client's encoder replaces.
            var metadata = new String(random.metadata().getBytes(UTF_8), UTF_8);
            var answer = control.patch(path, "{\"metadata\":" + metadata + "}");
            assertHarmless(answer, "PATCH " + path + " " + metadata);
            if (answer.status() == 200) {
                assertThat(control.get(path).body()).as("seed %d", seed).contains("\"metadata\":" + metadata + ",");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e400",
                "-1E-400",
                "-0",
                "-0.0",
                "1.10",
                "0.1000000000000000055511151231257827021181583404541015625",
                "123456789012345678901234567890",
                "9007199254740993",
                "\"\\u0000\"",
                "\"😀\""
            })
    void metadataIsKeptAsItWasWritten(String value) {
        var path = "/api/agents/" + agent.id();
        var metadata = "{\"a\":[%s,{\"b\":%s}]}".formatted(value, value);

        var answer = control.patch(path, "{\"metadata\": %s}".formatted(metadata));

        assertThat(answer.expect(200).body()).contains("\"metadata\":" + metadata + ",");
        assertThat(control.get(path).body()).contains("\"metadata\":" + metadata + ",");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"\\ud83d\"}",
                "{\"\\ude00\":1}",
                "{\"a\":[\"\\ude00\\ud83d\"]}",
                "{\"a\":1,\"a\":2}",
                "[]",
                "\"\"",
                "1"
            })
    void metadataThatCanNotBeKeptIsRefused(String metadata) {
        var answer = control.patch("/api/agents/" + agent.id(), "{\"metadata\": %s}".formatted(metadata));

        RestAssertions.assertError(answer, 400, "VALIDATION_ERROR");
    }

    @Test
    void queryParameters() {
        for (var list : List.of("agents", "gateways", "tunnels", "certificates", "clients")) {
            for (var i = 0; i < ROUNDS / 5; i++) {
                var name = random.oneOf("limit", "cursor", "status", "agentId", "name", "domain", "other");
                var path = "/api/" + list + "?" + name + "=" + random.urlEncoded();
                assertHarmless(control.get(path), "GET " + path);
            }
        }
    }

    @Test
    void conditionsAndIdempotencyKeys() {
        for (var i = 0; i < ROUNDS; i++) {
            var ifMatch = random.headerValue();
            assertHarmless(control.patch(tunnel, "{}", "If-Match", ifMatch), "If-Match: " + ifMatch);
            var key = random.headerValue();
            var created = control.post(
                    "/api/agents",
                    "{\"name\": \"%s\"}".formatted(ControlApi.uniqueName("fuzz")),
                    "Idempotency-Key",
                    key);
            assertHarmless(created, "Idempotency-Key: " + key);
            if (created.status() == 201) {
                control.delete("/api/agents/" + created.uuid("id"));
            }
        }
    }

    @Test
    void pathIds() {
        for (var kind : List.of("agents", "gateways", "tunnels", "certificates")) {
            for (var i = 0; i < ROUNDS / 5; i++) {
                var path = "/api/" + kind + "/" + random.urlEncoded();
                var method = random.oneOf("GET", "DELETE", "PATCH");
                var answer = control.call(method, path, method.equals("PATCH") ? "{}" : null);
                assertHarmless(answer, method + " " + path);
            }
        }
    }

    private void assertHarmless(Answer answer, String request) {
        var described = "seed %d: %s -> %d %s".formatted(seed, request, answer.status(), answer.body());
        assertThat(answer.status()).as(described).isBetween(200, 499);
        if (answer.status() >= 400) {
            assertThat(answer.errorCode()).as(described).matches("[A-Z_]+");
            RestAssertions.assertErrorShape(answer);
        }
    }
}
