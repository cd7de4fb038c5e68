package io.kakuremichi.control.rest;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static io.kakuremichi.control.rest.RestAssertions.assertInvalid;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a request, the answer has the one shape of errors. */
@ControlTest
class ErrorShapeTest {
    private static final String JSON = "Content-Type: application/json";
    private static final int LIMIT = 1 << 20;

    private final ControlApi control = ControlApi.ofTest();
    private final RawHttp raw = new RawHttp(control);

    static Stream<Arguments> wrongFields() {
        return Stream.of(
                Arguments.of("{}", "name"),
                Arguments.of("{\"name\": null}", "name"),
                Arguments.of("{\"name\": 1}", "name"),
                Arguments.of("{\"name\": 1.5}", "name"),
                Arguments.of("{\"name\": true}", "name"),
                Arguments.of("{\"name\": {}}", "name"),
                Arguments.of("{\"name\": [\"a\"]}", "name"),
                Arguments.of("{\"name\": \"a\", \"colour\": 1}", "colour"),
                Arguments.of("{\"name\": \"a\", \"Name\": \"b\"}", "Name"),
                Arguments.of("{\"name\": \"a\", \"apiKey\": \"agt_x\"}", "apiKey"),
                Arguments.of("{\"name\": \"a\", \"id\": null}", "id"),
                Arguments.of("null", "body"),
                Arguments.of("", "body"));
    }

    @ParameterizedTest
    @MethodSource("wrongFields")
    void theFieldIsNamed(String body, String field) throws IOException {
        assertInvalid(raw.call("POST", "/api/agents", body.getBytes(UTF_8), JSON), field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "enabled | \"true\"",
                "enabled | \"\"",
                "enabled | \" \"",
                "enabled | 1",
                "enabled | 1.0",
                "enabled | [true]",
                "enabled | {}",
                "agentId | \"me\"",
                "agentId | \"\"",
                "agentId | \"1-1-1-1-1\"",
                "agentId | \"AAAAAAAAAAAAAAAAAAAAAA==\"",
                "agentId | 1",
                "agentId | {}",
                "domain | 1",
                "target | false",
                "domain | \"\"",
                "target | \"[::1%eth0]:80\"",
                "target | \"01.2.3.4:80\"",
                "description | 1",
                "description | true",
                "description | \"\\ud83d\"",
                "description | \"\\ude00\\ud83d\"",
                "description | \"\\u0000\"",
                "description | []"
            })
    void fieldOfTheWrongTypeIsNamed(String field, String value) {
        var tunnel = control.createTunnel(ControlApi.uniqueDomain(), control.createAgent());

        var answer = control.patch("/api/tunnels/" + tunnel, "{\"%s\": %s}".formatted(field, value));

        assertInvalid(answer, field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[{\"name\": \"a\"}]",
                "\"a\"",
                "1",
                "true",
                "   ",
                "{",
                "}",
                "{\"name\"",
                "{\"name\": \"a\"",
                "{\"name\": \"a\",}",
                "{name: \"a\"}",
                "{'name': 'a'}",
                "{\"name\": \"a\"} x",
                "{\"name\": \"a\"}{}",
                "{\"name\": \"a\", \"name\": \"b\"}",
                "{\"name\": \"a\n\"}",
                "{\"name\": \"\\ud83\"}",
                "{\"name\": NaN}",
                "// comment\n{\"name\": \"a\"}",
                "<agent/>"
            })
    void bodyThatIsNotTheObjectExpectedIsRefused(String body) {
        assertError(control.post("/api/agents", body), 400, "VALIDATION_ERROR");
    }

    @Test
    void bodyThatIsNotUtf8IsRefused() throws IOException {
        var body = "{\"name\": \"\u00ff\u00fe\"}".getBytes(ISO_8859_1);

        assertError(raw.call("POST", "/api/agents", body, JSON), 400, "VALIDATION_ERROR");
    }

    @Test
    void bodyOfNoStatedTypeIsReadAsJson() throws IOException {
        var body = "{\"name\": \"%s\"}".formatted(ControlApi.uniqueName("a")).getBytes(UTF_8);

        assertThat(raw.call("POST", "/api/agents", body).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({"31, 200", "32, 400", "998, 400", "5000, 400"})
    void deepNestingIsRefused(int depth, int status) {
        var deep = "{\"metadata\": {\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}}";

        var answer = control.patch("/api/agents/" + control.createAgent().id(), deep);

        assertThat(answer.status()).isEqualTo(status);
        if (status == 400) {
            assertInvalid(answer, "metadata");
        }
    }

    @Test
    void numberThatIsTooLongIsNamed() {
        var digits = "1".repeat(1_001);

        assertThat(control.post("/api/agents", "{\"name\": \"a\", \"metadata\": {\"n\": " + digits + "}}")
                        .expect(400)
                        .json()
                        .at("/error/details/metadata")
                        .asText())
                .startsWith("has a number of more than 1000 characters");
        assertThat(control.post("/api/agents", "{\"name\": " + digits + "}")
                        .expect(400)
                        .body())
                .contains("has a number of more than 1000 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api", "/api/", "/api/unknown", "/api/agents/a/b/c", "/API/agents", "/api/agents/%00"})
    void unknownPathIsNotFound(String path) {
        assertError(control.get(path), 404, "NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /api/agents",
        "DELETE, /api/agents",
        "PATCH, /api/gateways",
        "TRACE, /api/tunnels",
        "POST, /api/clients",
        "POST, /api/certificates",
        "POST, /api/agents/00000000-0000-0000-0000-000000000001",
        "GET, /api/agents/00000000-0000-0000-0000-000000000001/api-key"
    })
    void otherMethodsAreNotAllowed(String method, String path) {
        assertError(control.call(method, path, null), 405, "METHOD_NOT_ALLOWED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT | /api/agents | GET, HEAD, OPTIONS, POST",
                "POST | /api/clients | GET, HEAD, OPTIONS",
                "POST | /api/agents/00000000-0000-0000-0000-000000000001 | DELETE, GET, HEAD, OPTIONS, PATCH",
                "DELETE | /api/agents/00000000-0000-0000-0000-000000000001/tunnels | GET, HEAD, OPTIONS",
                "GET | /api/agents/00000000-0000-0000-0000-000000000001/api-key | OPTIONS, POST",
                "PATCH | /api/tokens/00000000-0000-0000-0000-000000000001 | DELETE, GET, HEAD, OPTIONS",
                "POST | /ws | GET"
            })
    void theAnswerNamesTheMethodsThatAreAllowed(String method, String path, String allowed) {
        var answer = control.call(method, path, null);

        assertError(answer, 405, "METHOD_NOT_ALLOWED");
        assertThat(answer.header("Allow")).isEqualTo(allowed);
    }

    @Test
    void bodyOverTheLimitIsTooLarge() throws IOException {
        var answer = raw.call("POST", "/api/agents", bodyOf(LIMIT + 1), JSON);

        assertError(answer, 413, "PAYLOAD_TOO_LARGE");
    }

    @Test
    void chunkedBodyOverTheLimitIsTooLarge() throws IOException {
        var answer = raw.callChunked("POST", "/api/agents", bodyOf(LIMIT + 1), JSON);

        assertError(answer, 413, "PAYLOAD_TOO_LARGE");
    }

    @Test
    void bodyFarOverTheLimitIsAnsweredToo() throws IOException {
        assertError(raw.call("POST", "/api/tunnels", bodyOf(16 * LIMIT), JSON), 413, "PAYLOAD_TOO_LARGE");
        assertError(raw.callChunked("POST", "/api/tunnels", bodyOf(16 * LIMIT), JSON), 413, "PAYLOAD_TOO_LARGE");
    }

    @Test
    void bodyAtTheLimitIsRead() throws IOException {
        assertInvalid(raw.call("POST", "/api/agents", bodyOf(LIMIT), JSON), "name");
        assertInvalid(raw.callChunked("POST", "/api/agents", bodyOf(LIMIT), JSON), "name");
    }

    /** Overlong forms and surrogates, which the JSON library would read as other characters. */
    @ParameterizedTest
    @ValueSource(strings = {"c080", "c1bf", "e08080", "eda080", "eda0bdedb880", "f4908080", "f0808080", "80", "e282"})
    void bodyThatIsNotUtf8IsRefusedWhateverItsForm(String hex) throws IOException {
        var tunnel = control.createTunnel(ControlApi.uniqueDomain(), control.createAgent());
        var body = new ByteArrayOutputStream();
        body.writeBytes("{\"description\": \"".getBytes(UTF_8));
        body.writeBytes(HexFormat.of().parseHex(hex));
        body.writeBytes("\"}".getBytes(UTF_8));

        var answer = raw.call("PATCH", "/api/tunnels/" + tunnel, body.toByteArray(), JSON);

        assertError(answer, 400, "VALIDATION_ERROR");
    }

    private static byte[] bodyOf(int length) {
        return "{\"name\": \"%s\"}".formatted("a".repeat(length - 12)).getBytes(UTF_8);
    }
}
