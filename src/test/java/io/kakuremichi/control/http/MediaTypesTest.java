package io.kakuremichi.control.http;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Content-Type} and {@code Accept} of calls. */
@ControlTest
class MediaTypesTest {
    private final ControlApi control = ControlApi.ofTest();

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded", "nonsense"})
    void otherMediaTypesAreNotSupported(String mediaType) {
        var answer = control.post("/api/agents", "{\"name\": \"a\"}", "Content-Type", mediaType);

        assertError(answer, 415, "UNSUPPORTED_MEDIA_TYPE");
    }

    @ParameterizedTest
    @CsvSource({"/api/agents, application/json", "/api/apply, 'application/json, application/yaml'"})
    void theAnswerNamesTheMediaTypesThatAreSupported(String path, String types) {
        var answer = control.post(path, "a: 1", "Content-Type", "text/plain");

        assertError(answer, 415, "UNSUPPORTED_MEDIA_TYPE");
        assertThat(answer.header("Accept")).isEqualTo(types);
        assertThat(answer.json().at("/error/message").asText())
                .isEqualTo("The body must be " + types.replace(", ", " or "));
    }

    @ParameterizedTest
    @CsvSource({
        "application/json; charset=latin1, 415",
        "application/json;CHARSET=\"UTF-16\", 415",
        "application/json; charset=Shift_JIS, 415",
        "application/json; charset=UTF-8, 201",
        "application/json; charset=\"utf-8\", 201",
        "application/json; profile=x, 201",
    })
    void bodyOfAnotherCharsetIsNotReadAsUtf8(String mediaType, int status) {
        var body = "{\"name\": \"%s\"}".formatted(ControlApi.uniqueName("a"));

        var answer = control.post("/api/agents", body, "Content-Type", mediaType);

        assertThat(answer.status()).isEqualTo(status);
        if (status == 415) {
            assertError(answer, 415, "UNSUPPORTED_MEDIA_TYPE");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json;q=0 | 406",
                "application/json;q=0.000, */*;q=1 | 406",
                "application/*;q=0 | 406",
                "*/*;q=0 | 406",
                "application/json;q=0.001 | 200",
                "application/*;q=0, application/json | 200",
                "text/html, application/json;q=0.9, */*;q=0.8 | 200",
            })
    void weightOfZeroExcludesAMediaType(String accept, int status) {
        var answer = control.get("/api/agents?limit=1", "Accept", accept);

        assertThat(answer.status()).isEqualTo(status);
        if (status == 406) {
            assertError(answer, 406, "NOT_ACCEPTABLE");
        }
    }

    @Test
    void onlyJsonIsServed() {
        assertError(control.get("/api/agents", "Accept", "text/html"), 406, "NOT_ACCEPTABLE");
    }
}
