package io.kakuremichi.control.harness;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports to listen on. They are below those that outgoing connections get: a process that is started again needs the same one, and would
 * find it in use; thousands of clients leave few of the others.
 */
public final class FreePort {
    private static final int FIRST = 20_000;
    private static final int FIRST_EPHEMERAL = 32_768;
    private static final int MOST_ATTEMPTS = 100;

    private FreePort() {}

    /** Finds a port that nobody listens on now. */
    public static int find() throws IOException {
        for (var attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            var port = ThreadLocalRandom.current().nextInt(FIRST, FIRST_EPHEMERAL);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // The port is in use.
            }
        }
        throw new IOException("no port is free");
    }
}
