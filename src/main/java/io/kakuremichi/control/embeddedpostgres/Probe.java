package io.kakuremichi.control.embeddedpostgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/**
 * Asks a server whether it accepts connections: with the request for TLS that PostgreSQL answers with one byte before authentication, also
 * during recovery and when all connections are in use. So a busy server does not look like one that hangs.
 */
final class Probe {
    /** Its length, and the code of the request. */
    private static final byte[] TLS_REQUEST = {0, 0, 0, 8, 4, (byte) 210, 22, 47};

    private Probe() {}

    static boolean answers(int port, Duration limit) {
        int millis = Math.toIntExact(limit.toMillis());
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(TLS_REQUEST);
            return socket.getInputStream().read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }
}
