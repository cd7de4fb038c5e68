package io.kakuremichi.control.stress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Shows oracle/graal#13787, or that a newer GraalVM has cured it: virtual threads read from sockets whose other ends write a moment
 * later, while others come and go. Ends with 1 and names the readers that wait although their data arrived long ago.
 *
 * <pre>
 * javac -d target/stress src/test/java/io/kakuremichi/control/stress/LostWakeUp.java
 * $GRAALVM_HOME/bin/native-image -cp target/stress -o target/lost-wake-up io.kakuremichi.control.stress.LostWakeUp
 * target/lost-wake-up 64 2000000                      # connections, reads in all
 * target/lost-wake-up -Djdk.pollerMode=1 64 2000000   # as Control sets it
 * </pre>
 */
final class LostWakeUp {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long CHECK_NANOS = Duration.ofMillis(200).toNanos();
    private static final int READS_A_CONNECTION = 20;
    private static final int LONGEST_PAUSE_NANOS = 200_000;

    private final AtomicLong left;
    private final ServerSocket server;
    private final Reader[] readers;

    private LostWakeUp(int connections, long reads) throws IOException {
        this.left = new AtomicLong(reads);
        this.server = new ServerSocket(0, connections, InetAddress.getLoopbackAddress());
        this.readers = new Reader[connections];
    }

    public static void main(String[] arguments) throws Exception {
        var stress = new LostWakeUp(Integer.parseInt(arguments[0]), Long.parseLong(arguments[1]));
        var stuck = stress.run();
        System.out.printf(
                "poller mode %s: %d reads, %d readers hang%n",
                System.getProperty("jdk.pollerMode", "default"), Long.parseLong(arguments[1]), stuck);
        System.exit(stuck == 0 ? 0 : 1);
    }

    /** Returns how many readers hang. */
    private int run() {
        Thread.ofPlatform().daemon().start(this::accept);
        var threads = new ArrayList<Thread>();
        for (var number = 0; number < readers.length; number++) {
            readers[number] = new Reader();
            threads.add(Thread.startVirtualThread(readers[number]));
        }
        while (threads.stream().anyMatch(Thread::isAlive)) {
            LockSupport.parkNanos(CHECK_NANOS);
            var stuck = 0;
            for (var reader : readers) {
                if (reader.isStuck()) {
                    stuck++;
                }
            }
            if (stuck > 0) {
                return stuck;
            }
        }
        return 0;
    }

    private void accept() {
        try {
            while (true) {
                var socket = server.accept();
                Thread.startVirtualThread(() -> answer(socket));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void answer(Socket socket) {
        try (socket) {
            while (socket.getInputStream().read() >= 0) {
                LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(LONGEST_PAUSE_NANOS));
                socket.getOutputStream().write(1);
            }
        } catch (IOException e) {
            // The reader is done with it.
        }
    }

    /** One virtual thread with one connection after the other. */
    private final class Reader implements Runnable {
        /** When the read under way began; 0 between reads. */
        private volatile long began;

        @Override
        public void run() {
            while (left.get() > 0) {
                try (var socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
                    // A read with a time limit takes another way through the poller.
                    socket.setSoTimeout(ThreadLocalRandom.current().nextBoolean() ? 0 : 60_000);
                    for (var read = 0; read < READS_A_CONNECTION; read++) {
                        began = System.nanoTime();
                        socket.getOutputStream().write(1);
                        socket.getInputStream().read();
                        began = 0;
                        left.decrementAndGet();
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        }

        boolean isStuck() {
            var since = began;
            return since != 0 && System.nanoTime() - since > PATIENCE.toNanos();
        }
    }
}
