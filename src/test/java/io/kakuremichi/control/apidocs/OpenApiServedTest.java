package io.kakuremichi.control.apidocs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.harness.ControlTest;
import io.quarkus.test.common.http.TestHTTPResource;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@ControlTest
class OpenApiServedTest {
    @TestHTTPResource(value = "/openapi", management = true)
    URL openApi;

    @TestHTTPResource("/q/openapi")
    URL onThePublicPort;

    @Test
    void theCommittedDocumentIsTheOneTheBuildMakes() throws IOException {
        var built = new String(openApi.openStream().readAllBytes(), UTF_8);
        Files.createDirectories(Path.of("target/openapi"));
        Files.writeString(Path.of("target/openapi/served.yaml"), built);

        assertThat(Documents.yaml(built))
                .as("The API changed. If that is meant: cp target/openapi/served.yaml " + Documents.OPENAPI
                        + ", look at the difference, and commit it")
                .isEqualTo(Documents.read(Documents.OPENAPI));
    }

    @Test
    void itIsForTheManagementPortOnly() throws IOException {
        var connection = (HttpURLConnection) onThePublicPort.openConnection();

        assertThat(connection.getResponseCode()).isEqualTo(404);
    }
}
