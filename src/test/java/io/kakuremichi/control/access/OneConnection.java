package io.kakuremichi.control.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.kakuremichi.control.harness.ControlApi;
import java.io.IOException;
import java.net.Socket;
import java.util.regex.Pattern;

/** Several calls over one connection, sent at once. */
final class OneConnection {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})");
    private static final int PATIENCE_MS = 20_000;

    private OneConnection() {}

    /** The statuses that a call of this path has with each of these tokens. */
    static int[] statuses(ControlApi control, String path, String... tokens) throws IOException {
        try (var socket = new Socket(control.base().getHost(), control.base().getPort())) {
            socket.setSoTimeout(PATIENCE_MS);
            var calls = new StringBuilder();
            for (var token : tokens) {
                calls.append("GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
                        .formatted(path, token));
            }
            calls.insert(calls.lastIndexOf("Host:"), "Connection: close\r\n");
            socket.getOutputStream().write(calls.toString().getBytes(ISO_8859_1));
            var answers = new String(socket.getInputStream().readAllBytes(), UTF_8);
            return STATUS.matcher(answers)
                    .results()
                    .mapToInt(answer -> Integer.parseInt(answer.group(1)))
                    .toArray();
        }
    }
}
