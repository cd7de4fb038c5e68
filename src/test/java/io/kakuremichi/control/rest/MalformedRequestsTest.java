package io.kakuremichi.control.rest;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.RecordedLog;
import io.kakuremichi.control.harness.TestDatabase;
import java.io.IOException;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not a request, or none that any path serves, gets the one shape of errors, whatever layer refuses it. */
@ControlTest
class MalformedRequestsTest {
    private final ControlApi control = ControlApi.ofTest();
    private final RawHttp raw = new RawHttp(control);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/agents/%zz",
                "/api/agents?limit=%",
                "/api/agents?x=%zz",
                "/api/agents?actor=%ff",
                "/ws?apiKey=%zz",
                "/%2",
                "/api/a b",
                "/api/agents?name=\u00e9",
                "/api/{id}"
            })
    void malformedTargetIsRefused(String target) throws IOException {
        assertError(raw.exchange("GET", target, new byte[0]), 400, "VALIDATION_ERROR");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET / HTTP/9.9 | 400 | VALIDATION_ERROR",
                "GET / FTP/1.1 | 400 | VALIDATION_ERROR",
                "GET | 400 | VALIDATION_ERROR",
                "GET /ws HTTP/1.0 | 426 | UPGRADE_REQUIRED",
                "OPTIONS * HTTP/1.1 | 404 | NOT_FOUND",
                "GET http://localhost/api/unknown HTTP/1.1 | 404 | NOT_FOUND",
                "GET http:// HTTP/1.1 | 400 | VALIDATION_ERROR",
                "GET // HTTP/1.1 | 400 | VALIDATION_ERROR",
                "CONNECT localhost:80 HTTP/1.1 | 404 | NOT_FOUND"
            })
    void otherRequestLinesAreAnsweredToo(String line, int status, String code) throws IOException {
        var head = line + "\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                + TestDatabase.ADMIN_TOKEN + "\r\n\r\n";

        assertError(raw.send(head), status, code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: -1",
                "Content-Length: x",
                "Content-Length: 1\r\nContent-Length: 2",
                "Content-Length: 1\r\nTransfer-Encoding: chunked",
                "No colon",
                "X: a\r\n folded: b\r\n: c",
                "X-\u0000: a"
            })
    void headersThatAreNotHttpAreRefused(String header) throws IOException {
        assertError(raw.exchange("POST", "/api/agents", new byte[0], header), 400, "VALIDATION_ERROR");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\r\n{}\r\n0\r\n\r\n",
                "-1\r\n",
                "\r\n",
                "ffffffffffffffff\r\n",
                "2\r\n{}\r\nzz\r\n",
                "2\r\n{}\r\n0\r\nNo colon\r\n\r\n"
            })
    void bodiesThatCannotBeDecodedAreRefused(String body) throws IOException {
        try (var log = new RecordedLog()) {
            for (var path : List.of("/api/agents", "/api/apply")) {
                assertError(
                        raw.exchange(
                                "POST",
                                path,
                                body.getBytes(US_ASCII),
                                "Content-Type: application/json",
                                "Transfer-Encoding: chunked"),
                        400,
                        "VALIDATION_ERROR");
            }
            assertThat(log.text()).doesNotContain("SEVERE", "ERROR", "WARN");
        }
    }

    @Test
    void anOldRequestWithoutAHostIsAnswered() throws IOException {
        var head = "GET /api/agents?limit=1 HTTP/1.0\r\nAuthorization: Bearer " + TestDatabase.ADMIN_TOKEN + "\r\n\r\n";

        assertThat(raw.send(head).status()).isEqualTo(200);
    }

    /** In their order, and nothing behind the first that is refused. */
    @Test
    void pipelinedRequestsAreAnsweredUpToTheFirstThatIsRefused() throws IOException {
        var valid = "GET /api/agents?limit=1 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + TestDatabase.ADMIN_TOKEN
                + "\r\n\r\n";
        var malformed = "POST /%zz HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody";
        try (var log = new RecordedLog();
                var socket = new Socket(control.base().getHost(), control.base().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write((valid + malformed + valid + "GET / HTTP/x\r\n\r\n").getBytes(US_ASCII));

            var answers = new String(socket.getInputStream().readAllBytes(), US_ASCII);

            assertThat(Pattern.compile("HTTP/1.1 \\d+")
                            .matcher(answers)
                            .results()
                            .map(MatchResult::group))
                    .containsExactly("HTTP/1.1 200", "HTTP/1.1 400");
            assertThat(log.text()).doesNotContain("SEVERE", "ERROR", "WARN");
        }
    }

    @Test
    void targetThatIsTooLongIsRefused() throws IOException {
        assertError(raw.exchange("GET", "/api/agents/" + "a".repeat(10_000), new byte[0]), 414, "URI_TOO_LONG");
    }

    @Test
    void headersThatAreTooLongAreRefused() throws IOException {
        var answer = raw.exchange("GET", "/api/agents", new byte[0], "X-Long: " + "a".repeat(50_000));

        assertError(answer, 431, "HEADERS_TOO_LARGE");
    }

    /** The layers behind fail each in another way without a host; one of them used to log the target. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Host: a, b",
                "Host: a\r\nHost: b",
                "Host: fe80::1",
                "Host: [::1",
                "Host: [x]",
                "Host: m\u00fcnchen.example",
                "Host: a:99999",
                "Host: a b",
                "Host: a/b"
            })
    void wrongHostIsRefusedAndNoKeyIsLogged(String host) throws IOException {
        for (var path : List.of("/ws?type=agent&apiKey=", "/?apiKey=", "/api/agents?x=")) {
            var head = "GET %sagt_%s HTTP/1.1\r\n%s\r\nConnection: close, Upgrade\r\nUpgrade: websocket\r\n"
                            .formatted(path, "k".repeat(32), host)
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
            try (var log = new RecordedLog()) {
                var answer = raw.send(host.isEmpty() ? head.replace("\r\n\r\nConn", "\r\nConn") : head);

                assertError(answer, 400, "VALIDATION_ERROR");
                assertThat(log.text()).doesNotContain("kkkk").doesNotContain("SEVERE", "ERROR", "WARN");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | Upgrade: nothing | 426 | UPGRADE_REQUIRED",
                "GET | Upgrade: websocket | 426 | UPGRADE_REQUIRED",
                "GET | Sec-WebSocket-Version: 8 | 426 | UPGRADE_REQUIRED",
                "GET | Sec-WebSocket-Key: abc | 400 | VALIDATION_ERROR",
                "GET | Content-Length: 1 | 400 | VALIDATION_ERROR",
                "POST | X: y | 405 | METHOD_NOT_ALLOWED"
            })
    void whatIsNoUpgradeIsRefusedAtTheWebSocketsPath(String method, String different, int status, String code)
            throws IOException {
        var headers = new LinkedHashMap<>(Map.of(
                "Connection", "Upgrade",
                "Upgrade", "websocket",
                "Sec-WebSocket-Version", "13",
                "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="));
        var field = different.split(": ");
        headers.put(field[0], field[1]);
        if (different.equals("Upgrade: websocket")) {
            headers.remove("Connection");
        }
        var lines = headers.entrySet().stream()
                .map(header -> header.getKey() + ": " + header.getValue())
                .collect(Collectors.joining("\r\n"));
        var head = "%s /ws?type=agent HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n\r\n";

        var answer = raw.send(head.formatted(method, lines), new byte[] {'x'});

        assertError(answer, status, code);
        if (status == 426) {
            assertThat(answer.header("Upgrade")).isEqualTo("websocket");
        }
    }

    @Test
    void aGetOfTheWebSocketsPathIsToldToUpgrade() {
        var answer = control.get("/ws");

        assertError(answer, 426, "UPGRADE_REQUIRED");
        assertThat(answer.header("Upgrade")).isEqualTo("websocket");
    }

    @ParameterizedTest
    @CsvSource({"/ws?type=robot, 400, VALIDATION_ERROR", "/ws?type=agent, 401, UNAUTHORIZED"})
    void refusedUpgradesHaveTheShapeToo(String target, int status, String code) throws IOException {
        var answer = raw.send("""
                GET %s HTTP/1.1\r
                Host: localhost\r
                Connection: Upgrade, close\r
                Upgrade: websocket\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                Authorization: Bearer agt_wrongwrongwrongwrongwrongwrongwr\r
                \r
                """.formatted(target));

        assertError(answer, status, code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/q/health", "/apis", "/ws/x"})
    void otherPathsAreNotFound(String path) {
        assertError(control.get(path), 404, "NOT_FOUND");
    }
}
