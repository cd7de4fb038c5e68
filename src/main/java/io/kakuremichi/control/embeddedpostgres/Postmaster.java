package io.kakuremichi.control.embeddedpostgres;

import io.kakuremichi.control.config.FileFault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The server process of a cluster. pg_ctl starts it in a session of its own, so it survives Control and does not
 * receive a Ctrl-C meant for Control.
 */
final class Postmaster {
    /** Sufficient for crash recovery, which replays at most {@code max_wal_size}. */
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private static final Duration FAST_STOP_LIMIT = Duration.ofSeconds(15);
    private static final Duration IMMEDIATE_STOP_LIMIT = Duration.ofSeconds(5);

    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    /** The longest time that {@link #stop} waits: less than the process has for its own stop. */
    static final Duration STOP_LIMIT =
            FAST_STOP_LIMIT.plus(IMMEDIATE_STOP_LIMIT).plus(KILL_LIMIT);

    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration RETRY_PAUSE = Duration.ofMillis(100);
    private static final int PORTS_TRIED = 5;

    private final Cluster cluster;
    private final Programs programs;
    private final ServerLog log;
    private final PidFile pidFile;

    /** What the log had before the server in it started. */
    private volatile long logSizeAtStart;

    Postmaster(Cluster cluster, Programs programs, ServerLog log) {
        this.cluster = cluster;
        this.programs = programs;
        this.log = log;
        this.pidFile = new PidFile(cluster.directory());
    }

    /**
     * Starts the server on a free port and waits until it accepts connections.
     *
     * @return its port
     */
    int start() throws IOException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        int portsTaken = 0;
        while (true) {
            stop();
            int port = freePort();
            String said = attempt(port);
            if (said == null) {
                return port;
            }
            boolean portTaken = said.contains("could not create any TCP/IP sockets");
            if (portTaken ? ++portsTaken >= PORTS_TRIED : !overtaken(said) || System.nanoTime() > deadline) {
                throw failed();
            }
            LockSupport.parkNanos(RETRY_PAUSE.toNanos());
        }
    }

    /** Starts the server again, on the port that it had; one that hangs is killed first. One attempt. */
    void startOn(int port) throws IOException {
        if (isRunning()) {
            end();
        }
        if (attempt(port) != null) {
            throw failed();
        }
    }

    private EmbeddedPostgresException failed() throws IOException {
        return new EmbeddedPostgresException(
                "The embedded PostgreSQL did not start: " + log.reasonSince(logSizeAtStart) + ".");
    }

    /**
     * Starts a server and waits until it accepts connections.
     *
     * @return null if it does, otherwise what it logged
     * @throws EmbeddedPostgresException if it runs without accepting connections; it was stopped then
     */
    private @Nullable String attempt(int port) throws IOException {
        pidFile.disownUnlessServer();
        Settings.write(cluster.directory(), port);
        logSizeAtStart = log.size();
        if (pgCtl("start", START_LIMIT, "-l", log.file().toString())) {
            return null;
        }
        String said = log.since(logSizeAtStart);
        if (isRunning() && !overtaken(said)) {
            stop();
            throw new EmbeddedPostgresException("The embedded PostgreSQL was not ready after " + START_LIMIT.toSeconds()
                    + " s; see " + log.file() + ".");
        }
        return said;
    }

    /**
     * Whether remains of an earlier server were in the way, which disappear by themselves or are stopped by the next
     * attempt: a server that a killed Control had just started, or the last queries of a killed server.
     */
    private static boolean overtaken(String said) {
        return said.contains("lock file \"postmaster.pid\" already exists")
                || said.contains("pre-existing shared memory block")
                || said.contains("another server might be running");
    }

    /** Whether its process exists, whether or not it accepts connections. Any thread. */
    boolean isRunning() throws IOException {
        return pidFile.namesTheServer();
    }

    /** The last reason in the log for the server's end, and the location of the log. */
    String lastWords() throws IOException {
        return log.lastReasonSince(logSizeAtStart);
    }

    /** Stops the server if it is running, no matter which process started it. Any thread. */
    void stop() {
        try {
            if (isRunning() && !pgCtl("stop", FAST_STOP_LIMIT, "-m", "fast") && isRunning()) {
                end();
            }
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "The embedded PostgreSQL in " + cluster.directory() + " cannot be stopped: " + FileFault.of(e)
                            + ".",
                    e);
        }
    }

    /** Ends a server that may hang, without a checkpoint: the next start recovers what was committed. */
    private void end() throws IOException {
        if (pgCtl("stop", IMMEDIATE_STOP_LIMIT, "-m", "immediate") || !isRunning()) {
            return;
        }
        pidFile.kill();
        long deadline = System.nanoTime() + KILL_LIMIT.toNanos();
        while (isRunning()) {
            if (System.nanoTime() > deadline) {
                throw new EmbeddedPostgresException("The embedded PostgreSQL in " + cluster.directory()
                        + " does not stop; see " + log.file() + ".");
            }
            LockSupport.parkNanos(RETRY_PAUSE.toNanos());
        }
    }

    private boolean pgCtl(String action, Duration limit, String option, String value) throws IOException {
        List<String> arguments = List.of(
                action,
                "--silent",
                "--wait",
                "--timeout=" + limit.toSeconds(),
                "--pgdata=" + cluster.directory(),
                option,
                value);
        return programs.run(limit.plus(GRACE), "", "pg_ctl", arguments) == 0;
    }

    /** A free port. Another process may take it before the server does, so the start is retried. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
