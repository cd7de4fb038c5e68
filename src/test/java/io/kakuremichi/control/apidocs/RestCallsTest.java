package io.kakuremichi.control.apidocs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestDatabase;
import io.kakuremichi.control.login.Browser;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real calls: the document's examples are accepted, and everything answered is as documented, errors too. */
@ControlTest
class RestCallsTest {
    private static final ObjectNode DOCUMENT = Documents.read(Documents.OPENAPI);
    private static final Schemas SCHEMAS = Schemas.ofOpenApi(Documents.closed(DOCUMENT));

    /** Nothing a call could do brings them about. */
    private static final List<String> NOT_TO_BE_HAD = List.of("429", "500", "503");

    private static ControlApi viewer;
    private static ControlApi operator;

    private final ControlApi control = ControlApi.ofTest();
    private final Things things = new Things(control);

    @BeforeAll
    static void makeTokens() {
        viewer = ControlApi.ofTest().withRole("viewer");
        operator = ControlApi.ofTest().withRole("operator");
    }

    @AfterEach
    void tidyUp() {
        things.close();
    }

    static List<OpenApiCall> calls() {
        return OpenApiCall.of(DOCUMENT);
    }

    static List<OpenApiCall> callsThatEnd() {
        return calls().stream().filter(call -> !call.givesStream()).toList();
    }

    static List<OpenApiCall> callsWithBody() {
        return calls().stream().filter(call -> call.bodySchema().isPresent()).toList();
    }

    static Stream<OpenApiCall> lists() {
        return callsThatEnd().stream()
                .filter(call -> call.method().equals("GET")
                        && call.parameters("query").findAny().isPresent());
    }

    @ParameterizedTest
    @MethodSource("callsThatEnd")
    void everyExampleIsAcceptedAndAnsweredAsDocumented(OpenApiCall call) {
        var examples =
                call.bodyExamples().isEmpty() ? Stream.<JsonNode>of((JsonNode) null) : call.bodyExamples().stream();
        examples.forEach(example -> {
            var body = example == null ? null : things.body(call, example);

            var answer = make(call, body);

            assertAnswer(call, call.success(), answer);
            if (!call.givesFile()) {
                things.leave(answer);
            }
        });
    }

    /** A logout has a session to end only when it comes with a cookie. */
    private ControlApi.Answer make(OpenApiCall call, JsonNode body) {
        return call.toString().equals("DELETE /api/session")
                ? Browser.login(control, TestDatabase.ADMIN_TOKEN).call("DELETE", call.path(), null)
                : things.caller(call).call(call.method(), things.path(call), body);
    }

    @ParameterizedTest
    @MethodSource("lists")
    void everyParameterIsUnderstood(OpenApiCall call) {
        var query = call.parameters("query")
                .filter(parameter -> !parameter.path("name").asText().equals("agentId"))
                .map(parameter -> parameter.path("name").asText() + "=" + example(parameter))
                .collect(Collectors.joining("&"));

        assertAnswer(call, "200", control.get(things.path(call) + "?" + query));
    }

    private static String example(JsonNode parameter) {
        var schema = parameter.path("schema");
        return Stream.of(
                        parameter.path("example"),
                        schema.path("default"),
                        schema.path("enum").path(0))
                .filter(value -> !value.isMissingNode())
                .findFirst()
                .orElseThrow()
                .asText();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void everyDocumentedErrorIsAnsweredAsDocumented(OpenApiCall call) {
        for (var status : call.errors()) {
            if (!NOT_TO_BE_HAD.contains(status)
                    && !(status.equals("403") && (call.role().equals("viewer") || !call.needsRole()))
                    && !isOfSwitchedOffConsole(call, status)) {
                var answer = provoke(call, status);
                assertAnswer(call, status, answer);
                assertThat(call.response(status)
                                .at("/content/application~1json/examples")
                                .has(answer.errorCode()))
                        .as("%s is among the codes of %s %s", answer.errorCode(), call, status)
                        .isTrue();
            }
        }
    }

    private static boolean isOfSwitchedOffConsole(OpenApiCall call, String status) {
        return status.equals("404")
                && call.path().equals("/api/session")
                && !call.method().equals("DELETE");
    }

    private ControlApi.Answer provoke(OpenApiCall call, String status) {
        var body = call.bodyExamples().isEmpty()
                ? null
                : things.body(call, call.bodyExamples().getFirst());
        return switch (status) {
            case "400" -> invalid(call);
            case "401" ->
                control.withToken("none")
                        .call(
                                call.method(),
                                Things.pathToNothing(call),
                                call.isLogin() ? call.bodyExamples().getFirst() : body);
            case "403" ->
                (call.role().equals("admin") ? operator : viewer).call(call.method(), Things.pathToNothing(call), body);
            case "404" -> control.call(call.method(), Things.pathToNothing(call), body);
            case "406" -> things.caller(call).call(call.method(), things.path(call), body, "Accept", "text/plain");
            case "409" -> call.method().equals("POST") ? sameKeyForAnother(call) : sameName(call);
            case "412" -> control.call(call.method(), things.path(call), body, "If-Match", "\"999\"");
            case "413" -> things.caller(call).call(call.method(), things.path(call), " ".repeat(limit(call)) + "{}");
            case "415" ->
                things.caller(call).call(call.method(), things.path(call), body, "Content-Type", "text/plain");
            default -> throw new AssertionError("nobody knows how to get a " + status + " of " + call);
        };
    }

    private ControlApi.Answer invalid(OpenApiCall call) {
        if (call.bodySchema().isPresent()) {
            return things.caller(call).call(call.method(), things.path(call), "[]");
        }
        if (call.givesStream()) {
            return control.call(call.method(), things.path(call) + "?types=none", null);
        }
        if (call.parameters("query").findAny().isPresent()) {
            return control.call(call.method(), things.path(call) + "?limit=0", null);
        }
        return things.caller(call).call(call.method(), things.path(call) + "?unknown=1", null);
    }

    /** The size from which on a body is refused, as the settings have it by default. */
    private static int limit(OpenApiCall call) {
        return Set.of("/api/apply", "/api/import").contains(call.path()) ? 16 << 20 : 1 << 20;
    }

    private ControlApi.Answer sameKeyForAnother(OpenApiCall call) {
        var key = ControlApi.uniqueName("key");
        var first = things.body(call, call.bodyExamples().getFirst());
        var second = things.body(call, call.bodyExamples().getFirst());
        switch (call.path()) {
            case "/api/apply" -> second.put("manager", ControlApi.uniqueName("other"));
            case "/api/import" -> second.putArray("tunnels");
            case "/api/tunnels" -> {}
            default -> second.put("name", ControlApi.uniqueName("other"));
        }
        var caller = things.caller(call);
        things.leave(caller.post(call.path(), first, "Idempotency-Key", key).expect(Integer.parseInt(call.success())));
        return caller.post(call.path(), second, "Idempotency-Key", key);
    }

    private ControlApi.Answer sameName(OpenApiCall call) {
        var field = call.path().startsWith("/api/tunnels") ? "domain" : "name";
        var taken = control.get(things.path(call)).text(field);
        return control.patch(
                things.path(call), Documents.JSON.createObjectNode().put(field, taken));
    }

    @ParameterizedTest
    @MethodSource("callsWithBody")
    void whatTheSchemaForbidsIsRefusedByField(OpenApiCall call) {
        var path = things.path(call);
        var valid = things.body(call, call.bodyExamples().getLast());

        assertThat(Violation.of(call, valid)).isNotEmpty().allSatisfy(violation -> {
            var answer = things.caller(call).call(call.method(), path, violation.body());

            assertAnswer(call, "400", answer);
            assertThat(ControlApi.fields(answer.json().at("/error/details")))
                    .as("%s to %s: %s", violation.body(), call, answer.body())
                    // Or an element of it.
                    .anyMatch(field -> field.equals(violation.field()) || field.startsWith(violation.field() + "["));
        });
    }

    private static void assertAnswer(OpenApiCall call, String status, ControlApi.Answer answer) {
        assertThat(String.valueOf(answer.status()))
                .as("%s: %s", call, answer.body())
                .isEqualTo(status);
        if (call.givesFile() && status.equals(call.success())) {
            assertThat(answer.header("Content-Type")).isEqualTo("application/octet-stream");
            assertThat(answer.body()).isNotEmpty();
        } else {
            assertThat(SCHEMAS.faults(call.schemaOf(status), answer.json()))
                    .as("%s: %s", call, answer.body())
                    .isEmpty();
        }
        call.response(status).path("headers").properties().forEach(header -> {
            var documented = call.resolve(header.getValue());
            var value = answer.header(header.getKey());
            if (value == null) {
                assertThat(documented.path("required").asBoolean())
                        .as("%s %s lacks %s", call, status, header.getKey())
                        .isFalse();
            } else {
                assertThat(SCHEMAS.faults(documented.path("schema"), Documents.JSON.valueToTree(value)))
                        .isEmpty();
            }
        });
    }
}
