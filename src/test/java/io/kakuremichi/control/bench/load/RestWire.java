package io.kakuremichi.control.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/** A caller of REST on one connection that is kept alive, one request at a time. */
final class RestWire extends Wire {
    private static final Pattern LENGTH = Pattern.compile("content-length: *(\\d+)", Pattern.CASE_INSENSITIVE);

    private final Listener listener;
    private final StringBuilder answer = new StringBuilder();

    RestWire(Loop loop, Listener listener) {
        super(loop);
        this.listener = listener;
    }

    /** Hears of the connection. */
    interface Listener {
        /** It is ready for a request. */
        void idle(RestWire wire);

        void answered(RestWire wire, int status, int length);

        void lost(RestWire wire);
    }

    void call(String method, String path, String token, String body) {
        write(ByteBuffer.wrap(("%s %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
                        + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s")
                .formatted(method, path, token, body.length(), body)
                .getBytes(ISO_8859_1)));
    }

    @Override
    void connected() {
        listener.idle(this);
    }

    @Override
    void received(ByteBuffer bytes) {
        answer.append(ISO_8859_1.decode(bytes));
        var endOfHead = answer.indexOf("\r\n\r\n");
        if (endOfHead < 0) {
            return;
        }
        var length = LENGTH.matcher(answer);
        var body = length.find() ? Integer.parseInt(length.group(1)) : 0;
        if (answer.length() < endOfHead + 4 + body) {
            return;
        }
        var status = Integer.parseInt(answer.substring(9, 12));
        answer.setLength(0);
        listener.answered(this, status, body);
    }

    @Override
    void ended() {
        listener.lost(this);
    }
}
