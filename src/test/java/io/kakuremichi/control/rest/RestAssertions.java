package io.kakuremichi.control.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.harness.ControlApi.Answer;
import java.util.List;

/** What all answers have in common. */
public final class RestAssertions {
    private RestAssertions() {}

    /** The one shape of errors, with that status and code, and nothing that only programmers should see. */
    public static void assertError(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertErrorShape(answer);
        assertThat(answer.errorCode()).isEqualTo(code);
    }

    /** A VALIDATION_ERROR whose details name exactly these fields. */
    public static void assertInvalid(Answer answer, String... fields) {
        assertError(answer, 400, "VALIDATION_ERROR");
        assertThat(names(answer.json().path("error").path("details")))
                .as(answer.body())
                .containsExactlyInAnyOrder(fields);
    }

    static void assertErrorShape(Answer answer) {
        assertThat(answer.header("Content-Type")).as(answer.body()).startsWith("application/json");
        assertThat(answer.fields()).as(answer.body()).containsExactly("error");
        var error = answer.json().path("error");
        assertThat(names(error)).contains("code", "message").isSubsetOf("code", "message", "details");
        assertThat(error.path("code").asText()).matches("[A-Z_]+");
        assertThat(error.path("message").asText()).isNotBlank();
        assertThat(answer.body()).doesNotContain("Exception", "io.kakuremichi", "java.", "\tat ", "org.postgresql");
    }

    static List<String> names(JsonNode object) {
        return object.propertyStream().map(java.util.Map.Entry::getKey).toList();
    }
}
