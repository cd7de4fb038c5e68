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
import java.io.InputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** HTTP by hand, for requests that no client library would send. */
final class RawHttp {
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final String AUTHORIZATION = "Authorization: ";
    private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)");
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
        var stated = Arrays.stream(headers).anyMatch(header -> header.startsWith(AUTHORIZATION));
        var lines = stated ? headers : with(headers, AUTHORIZATION + "Bearer " + TestDatabase.ADMIN_TOKEN);
        var head = "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s"
                .formatted(method, target, String.join("\r\n", lines) + END_OF_HEAD);
        return send(head, body);
    }

    /** Sends exactly this, and reads one answer. */
    Answer send(String head, byte... body) throws IOException {
        try (var socket = new Socket(control.base().getHost(), control.base().getPort())) {
            socket.setSoTimeout(PATIENCE_MS);
            var out = socket.getOutputStream();
            out.write(head.getBytes(ISO_8859_1));
            out.write(body);
            out.flush();
            return parse(readOne(socket.getInputStream()));
        }
    }

    /** Reads a response until its declared length, or until the connection is closed. */
    private static String readOne(InputStream in) throws IOException {
        var read = new ByteArrayOutputStream();
        var wanted = Integer.MAX_VALUE;
        for (var next = in.read(); next >= 0; next = in.read()) {
            read.write(next);
            if (next == '\n' && wanted == Integer.MAX_VALUE) {
                wanted = length(read.toString(ISO_8859_1));
            }
            if (read.size() >= wanted) {
                break;
            }
        }
        return read.toString(UTF_8);
    }

    /** The length that a response declares with its head, once that is complete. */
    private static int length(String begun) {
        var end = begun.indexOf(END_OF_HEAD);
        var declared = CONTENT_LENGTH.matcher(begun);
        return end < 0 || !declared.find()
                ? Integer.MAX_VALUE
                : end + END_OF_HEAD.length() + Integer.parseInt(declared.group(1));
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
