package io.kakuremichi.control.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.http.ErrorBody;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorMappersTest {
    private final ErrorMappers mappers = new ErrorMappers();

    @Test
    void whatNobodyExpectedIsAnsweredWithAReferenceOnly() {
        var response = mappers.unexpected(new IllegalStateException("secret detail"));

        assertThat(response.getStatus()).isEqualTo(500);
        assertThat(fault(response).code()).isEqualTo(ApiErrorCode.INTERNAL_ERROR);
        assertThat(fault(response).message()).matches("Internal server error, reference [0-9a-f-]{36}");
        assertThat(fault(response).details()).isEmpty();
    }

    @Test
    void everyFailureHasAReferenceOfItsOwn() {
        var first = mappers.unexpected(new IllegalStateException());

        var second = mappers.unexpected(new IllegalStateException());

        assertThat(fault(first).message()).isNotEqualTo(fault(second).message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P01", "53300", "25006"})
    void databaseThatIsAwayIsSaidToBe(String sqlState) {
        var response = mappers.database(new SQLException("connection to 10.0.0.1 lost", sqlState));

        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getHeaderString("Retry-After")).isEqualTo("5");
        assertThat(fault(response).code()).isEqualTo(ApiErrorCode.UNAVAILABLE);
        assertThat(fault(response).message()).doesNotContain("10.0.0.1");
    }

    @Test
    void databaseThatIsAwayIsRecognizedBehindOtherExceptions() {
        var response = mappers.unexpected(new IllegalStateException(new SQLException("lost", "08006")));

        assertThat(response.getStatus()).isEqualTo(503);
    }

    @Test
    void otherTroubleOfTheDatabaseIsOurs() {
        var response = mappers.database(new SQLException("syntax error", "42601"));

        assertThat(response.getStatus()).isEqualTo(500);
        assertThat(fault(response).message()).doesNotContain("syntax");
    }

    @Test
    void textThatCanNotBeStoredIsTheCallers() {
        var response = mappers.database(new SQLException("invalid byte sequence", "22021"));

        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(fault(response).code()).isEqualTo(ApiErrorCode.VALIDATION_ERROR);
    }

    @ParameterizedTest
    @CsvSource({
        "400, 400, VALIDATION_ERROR",
        "406, 406, NOT_ACCEPTABLE",
        "413, 413, PAYLOAD_TOO_LARGE",
        "500, 500, INTERNAL_ERROR",
        "418, 500, INTERNAL_ERROR"
    })
    void whatRestRefusesHasACodeOfOurs(int thrown, int status, ApiErrorCode code) {
        var response = mappers.refused(new WebApplicationException("secret detail", thrown));

        assertThat(response.getStatus()).isEqualTo(status);
        assertThat(fault(response).code()).isEqualTo(code);
        assertThat(fault(response).message()).doesNotContain("secret");
    }

    private static ErrorBody.ApiError fault(Response response) {
        return ((ErrorBody) response.getEntity()).error();
    }
}
