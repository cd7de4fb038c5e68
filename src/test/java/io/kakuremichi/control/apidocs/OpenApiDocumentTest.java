package io.kakuremichi.control.apidocs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kakuremichi.control.http.ApiErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The document is complete: the test fails if a new call or field is not documented. */
class OpenApiDocumentTest {
    private static final ObjectNode DOCUMENT = Documents.read(Documents.OPENAPI);
    private static final Schemas SCHEMAS = Schemas.ofOpenApi(Documents.closed(DOCUMENT));
    private static final List<String> OF_ALL_CALLS = List.of("401", "403", "406", "429", "500", "503");

    static List<OpenApiCall> calls() {
        return OpenApiCall.of(DOCUMENT);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void everyCallSaysWhatItDoesAndWhoMayCall(OpenApiCall call) {
        var operation = call.operation();

        assertThat(operation.path("summary").asText()).isNotBlank();
        if (call.isEnrollment()) {
            assertThat(operation.at("/security/0/enrollmentKey").isArray()).isTrue();
            assertThat(operation.path("security")).hasSize(1);
        }
        if (call.needsRole()) {
            assertThat(operation.path("description").asText()).contains("Needs the role `" + call.role() + "`");
            assertThat(operation.at("/security/0/bearer").isArray()).isTrue();
            assertThat(operation.at("/security/1/session").isArray()).isTrue();
        }
        // A verb and what it acts on: the name of the method in a generated client.
        assertThat(operation.path("operationId").asText()).matches("[a-z]+([A-Z][A-Za-z]+)+");
        assertThat(OpenApiCall.items(operation.path("tags"))).isNotEmpty().allMatch(tag -> OpenApiCall.items(
                        DOCUMENT.path("tags"))
                .anyMatch(known -> known.path("name").equals(tag)));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void everyParameterIsDescribedAndTyped(OpenApiCall call) {
        assertThat(call.parameters()).allSatisfy(parameter -> {
            assertThat(parameter.path("description").asText()).isNotBlank();
            assertThat(call.resolve(parameter.path("schema")).path("type").asText())
                    .isNotBlank();
        });
        assertThat(call.parameters("path")).hasSize(call.path().split("\\{", -1).length - 1);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void everyBodyHasExamplesThatAreValid(OpenApiCall call) {
        call.bodySchema().ifPresent(schema -> {
            assertThat(call.resolve(schema).path("additionalProperties").isBoolean())
                    .isTrue();
            assertThat(call.bodyExamples()).isNotEmpty().allSatisfy(example -> assertValid(schema, example));
        });
    }

    @ParameterizedTest
    @MethodSource("calls")
    void everyAnswerHasExamplesThatAreValid(OpenApiCall call) {
        var schema = call.schemaOf(call.success());
        assertThat(call.response(call.success()).path("description").asText()).isNotBlank();
        if (call.givesStream()) {
            return;
        }
        if (call.givesFile()) {
            assertThat(call.file().path("format").asText()).isEqualTo("binary");
            return;
        }
        assertThat(OpenApiCall.items(call.resolve(schema).path("examples")))
                .isNotEmpty()
                .allSatisfy(example -> assertValid(schema, example));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void everyErrorHasItsCodesWithExamples(OpenApiCall call) {
        assertThat(call.errors()).containsAll(OF_ALL_CALLS).allSatisfy(status -> {
            var response = call.response(status);
            assertThat(response.path("description").asText()).isNotBlank();
            var examples = response.at("/content/application~1json/examples").properties();
            assertThat(examples).isNotEmpty().allSatisfy(example -> {
                var body = example.getValue().path("value");
                assertValid(call.schemaOf(status), body);
                assertThat(body.at("/error/code").asText()).isEqualTo(example.getKey());
                assertThat(ApiErrorCode.valueOf(example.getKey()).status()).hasToString(status);
            });
        });
    }

    @Test
    void everyCodeIsSomeCallsButThoseOfWhatIsNoCall() {
        var documented = calls().stream()
                .flatMap(call -> call.errors().stream().map(call::response))
                .flatMap(response -> response.at("/content/application~1json/examples").properties().stream())
                .map(example -> ApiErrorCode.valueOf(example.getKey()))
                .collect(Collectors.toSet());
        documented.addAll(Set.of(
                ApiErrorCode.METHOD_NOT_ALLOWED,
                ApiErrorCode.UPGRADE_REQUIRED,
                ApiErrorCode.URI_TOO_LONG,
                ApiErrorCode.HEADERS_TOO_LARGE));

        assertThat(documented).containsExactlyInAnyOrder(ApiErrorCode.values());
    }

    @Test
    void theCodesAreThoseOfTheCode() {
        assertThat(OpenApiCall.items(DOCUMENT.at("/components/schemas/ApiErrorCode/enum"))
                        .map(JsonNode::textValue))
                .containsExactlyElementsOf(
                        Arrays.stream(ApiErrorCode.values()).map(Enum::name).toList());
    }

    @Test
    void everySchemaIsUsed() {
        var text = DOCUMENT.toString();

        assertThat(DOCUMENT.at("/components/schemas").properties())
                .allSatisfy(schema -> assertThat(text).contains("\"#/components/schemas/" + schema.getKey() + "\""));
    }

    /** In some languages the values of all of them are in one namespace, in upper case. */
    @Test
    void namedEnumerationsHaveNoValueInCommon() {
        var values = DOCUMENT.at("/components/schemas").properties().stream()
                .flatMap(schema -> OpenApiCall.items(schema.getValue().path("enum")))
                .map(value -> value.asText().toUpperCase(Locale.ROOT));

        assertThat(values).doesNotHaveDuplicates().hasSizeGreaterThan(20);
    }

    @Test
    void requiredFieldsAreNamedOnce() {
        assertThat(DOCUMENT.at("/components/schemas").properties()).allSatisfy(schema -> assertThat(
                        OpenApiCall.items(schema.getValue().path("required")))
                .as(schema.getKey())
                .doesNotHaveDuplicates());
    }

    @Test
    void everyCallStatesItsCredentials() {
        assertThat(calls()).allSatisfy(call -> assertThat(call.operation().path("security"))
                .as(call.toString())
                .isNotEmpty());
    }

    @Test
    void everyOperationIdIsUnique() {
        assertThat(calls())
                .extracting(call -> call.operation().path("operationId").asText())
                .doesNotHaveDuplicates();
    }

    @Test
    void everythingAnsweredStatesWhatIsAlwaysThere() {
        var answered = calls().stream()
                .filter(call -> !call.givesFile() && !call.givesStream())
                .map(call -> call.resolve(call.schemaOf(call.success())))
                .distinct();

        assertThat(answered).allSatisfy(schema -> assertThat(schema.path("required"))
                .as(schema.toString())
                .isNotEmpty());
    }

    private static void assertValid(JsonNode schema, JsonNode value) {
        assertThat(SCHEMAS.faults(schema, value)).as(value.toString()).isEmpty();
    }
}
