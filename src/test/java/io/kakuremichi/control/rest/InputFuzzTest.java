package io.kakuremichi.control.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlApi.Answer;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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

    @Test
    void queryParameters() {
        for (var list : List.of("agents", "gateways", "tunnels", "certificates", "clients")) {
            for (var i = 0; i < ROUNDS / 5; i++) {
                var name = random.oneOf("limit", "cursor", "status", "agentId", "other");
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
            var created = control.post("/api/agents", "{\"name\": \"fuzz\"}", "Idempotency-Key", key);
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
