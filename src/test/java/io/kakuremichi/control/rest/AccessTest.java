package io.kakuremichi.control.rest;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestDatabase;
import io.quarkus.test.common.http.TestHTTPResource;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ControlTest
class AccessTest {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private final ControlApi control = ControlApi.ofTest();

    @TestHTTPResource(value = "/openapi?format=json", management = true)
    URL openApi;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer x",
                "Bearer token-of-the-tests-onl",
                "Bearer token-of-the-tests-only2",
                "Bearer Token-of-the-tests-only",
                "Bearer bearer token-of-the-tests-only",
                "Bearer: token-of-the-tests-only",
                "token-of-the-tests-only",
                "Basic token-of-the-tests-only",
                "Basic YWRtaW46dG9rZW4tb2YtdGhlLXRlc3RzLW9ubHk="
            })
    void nobodyElseMayCall(String authorization) {
        var answer = control.get("/api/agents", "Authorization", authorization);

        assertError(answer, 401, "UNAUTHORIZED");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "bearer", "BEARER", "bEaReR"})
    void schemeIsWrittenInAnyCase(String scheme) {
        var answer = control.get("/api/agents", "Authorization", scheme + " " + TestDatabase.ADMIN_TOKEN);

        answer.expect(200);
    }

    @Test
    void apiKeyIsNoToken() {
        var agent = control.createAgent();

        assertError(control.get("/api/agents", "Authorization", "Bearer " + agent.apiKey()), 401, "UNAUTHORIZED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api",
                "/api/",
                "/api/unknown",
                "/api/agents/not-a-uuid",
                "//api/agents",
                "/api//agents",
                "/%61pi/agents",
                "/./api/agents",
                "/x/../api/agents",
                "/api;v=1/agents",
                "/api/agents;v=1",
                "/api/agents/",
                "/api/agents?token=token-of-the-tests-only"
            })
    void noWayOfWritingThePathGetsAround(String path) throws IOException {
        var answer = new RawHttp(control).exchange("GET", path, new byte[0], "Authorization: none");

        assertError(answer, 401, "UNAUTHORIZED");
    }

    @Test
    void everyOperationNeedsTheToken() throws IOException {
        var operations = new ArrayList<String>();
        JsonNode document = new ObjectMapper().readTree(openApi.openStream().readAllBytes());
        document.path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(operation -> operations.add(operation.getKey() + " " + path.getKey())));
        // Its body has the token.
        assertThat(operations.remove("post /api/session")).isTrue();

        assertThat(operations)
                .filteredOn(operation -> METHODS.contains(operation.split(" ")[0]))
                .hasSizeGreaterThan(20)
                .allSatisfy(this::assertNeedsTheToken);
    }

    private void assertNeedsTheToken(String operation) {
        var method = operation.split(" ")[0].toUpperCase(Locale.ROOT);
        var path = operation.split(" ")[1].replaceAll(
                "\\{[^}]+}", UUID.randomUUID().toString());
        var body = method.equals("POST") || method.equals("PATCH") ? "{}" : null;

        assertError(control.call(method, path, body, "Authorization", ""), 401, "UNAUTHORIZED");
    }
}
