package io.kakuremichi.control.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlApi.Answer;
import io.kakuremichi.control.harness.TestDatabase;
import io.restassured.http.Header;
import io.restassured.http.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;

/** HTTP by hand, for requests that no client library would send. */
final class RawHttp {
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final String AUTHORIZATION = "Authorization: ";
    private static final int PATIENCE_MS = 20_000;

    private final ControlApi control;

    RawHttp(ControlApi control) {
        this.control = control;
    }

    /** Sends a body with its length declared. */
    Answer call(String method, String target, byte[] body, String... headers) throws IOException {
        return exchange(method, target, body, with(headers, "Content-Length: " + body.length));
    }

    /** Sends a body in chunks. */
    Answer callChunked(String method, String target, byte[] body, String... headers) throws IOException {
        var chunked = new ByteArrayOutputStream();
        for (var offset = 0; offset < body.length; offset += 32 * 1024) {
            var chunk = Arrays.copyOfRange(body, offset, Math.min(body.length, offset + 32 * 1024));
            chunked.write((Integer.toHexString(chunk.length) + "\r\n").getBytes(ISO_8859_1));
            chunked.write(chunk);
            chunked.write("\r\n".getBytes(ISO_8859_1));
        }
        chunked.write("0\r\n\r\n".getBytes(ISO_8859_1));
        return exchange(method, target, chunked.toByteArray(), with(headers, "Transfer-Encoding: chunked"));
    }

    /** Sends exactly this after a head, which has the admin token unless an authorization is given. */
    Answer exchange(String method, String target, byte[] body, String... headers) throws IOException {
        try (var socket = new Socket(control.base().getHost(), control.base().getPort())) {
            socket.setSoTimeout(PATIENCE_MS);
            var stated = Arrays.stream(headers).anyMatch(header -> header.startsWith(AUTHORIZATION));
            var lines = stated ? headers : with(headers, AUTHORIZATION + "Bearer " + TestDatabase.ADMIN_TOKEN);
            var head = "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s"
                    .formatted(method, target, String.join("\r\n", lines) + END_OF_HEAD);
            var out = socket.getOutputStream();
            out.write(head.getBytes(ISO_8859_1));
            out.write(body);
            out.flush();
            return parse(new String(socket.getInputStream().readAllBytes(), UTF_8));
        }
    }

    private static Answer parse(String response) {
        var end = response.indexOf(END_OF_HEAD);
        var lines = List.of(response.substring(0, end).split("\r\n"));
        var headers = lines.stream()
                .skip(1)
                .map(line -> line.split(": ", 2))
                .map(field -> new Header(field[0], field[1]))
                .toList();
        var status = Integer.parseInt(lines.getFirst().split(" ")[1]);
        return new Answer(
                status,
                new Headers(headers),
                response.substring(end + END_OF_HEAD.length()).getBytes(UTF_8));
    }

    private static String[] with(String[] headers, String another) {
        var all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = another;
        return all;
    }
}
