package io.kakuremichi.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlApi.Answer;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every answer of the public port has, and has not. */
@ControlTest
class HeadersTest {
    private final ControlApi control = ControlApi.ofTest();

    @Test
    void everyAnswerTellsBrowsersToKeepOut() {
        var agent = control.createAgent();
        var path = "/api/agents/" + agent.id();

        assertSafe(control.get("/api/agents").expect(200));
        assertSafe(control.post("/api/agents", Map.of("name", ControlApi.uniqueName("agent")))
                .expect(201));
        assertSafe(control.post("/api/agents", "{").expect(400));
        assertSafe(control.get("/api/agents", "Authorization", "").expect(401));
        assertSafe(control.get("/api/nothing").expect(404));
        assertSafe(control.get("/").expect(404));
        assertSafe(control.get("/ws").expect(426));
        assertSafe(control.get("/api/agents?limit=%ff").expect(400));
        assertSafe(control.get("/api/agents?" + "x".repeat(5_000)).expect(414));
        assertSafe(control.call("PUT", path, "{}").expect(405));
        assertSafe(control.patch(path, Map.of(), "If-Match", "\"99\"").expect(412));
        assertSafe(control.post("/api/agents", "x".repeat(2_000_000)).expect(413));
        assertSafe(
                control.post("/api/agents", "x", "Content-Type", "text/plain").expect(415));
        assertSafe(control.delete(path).expect(200));
    }

    @Test
    void noOtherOriginIsLetIn() {
        var answer = control.call(
                "OPTIONS",
                "/api/agents",
                null,
                "Origin",
                "https://evil.example",
                "Access-Control-Request-Method",
                "GET");

        assertThat(answer.headers().asList())
                .noneMatch(header -> header.getName().toLowerCase(Locale.ROOT).startsWith("access-control"));
    }

    @Test
    void whatAStrangerForwardsHasNoEffect() {
        var agent = control.createAgent();
        var forged = new String[] {
            "Authorization", "Bearer " + agent.apiKey(),
            "X-Forwarded-For", "203.0.113.1",
            "X-Forwarded-Proto", "https",
            "Forwarded", "for=203.0.113.1;proto=https"
        };

        agent.open("/ws?type=agent", forged).awaits("auth_success");

        assertThat(remoteAddress(agent)).startsWith("127.0.0.1:");
        assertThat(control.get("/api/agents", "X-Forwarded-Proto", "https").header("Strict-Transport-Security"))
                .isNull();
    }

    private String remoteAddress(TestClient client) {
        for (var each : control.get("/api/clients?limit=1000").json().path("clients")) {
            if (each.path("id").asText().equals(client.id().toString())) {
                return each.path("remoteAddress").asText();
            }
        }
        return "";
    }

    private static void assertSafe(Answer answer) {
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Content-Security-Policy")).startsWith("default-src 'none'");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Strict-Transport-Security")).isNull();
        assertThat(answer.header("Server")).isNull();
        assertThat(answer.header("X-Powered-By")).isNull();
    }
}
