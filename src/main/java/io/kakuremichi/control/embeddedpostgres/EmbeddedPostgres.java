package io.kakuremichi.control.embeddedpostgres;

import io.kakuremichi.control.config.FileFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server that Control runs itself, with its data in a directory.
 *
 * <p>Commits survive the death of Control, of the server and of the machine. The server outlives a killed Control; the
 * next start on the directory stops it first. It listens on loopback only, on a new port at each start, and requires
 * the password from the data directory.
 */
// Zonky's EmbeddedPostgres is not used, although the binaries are theirs. It turns fsync off, takes its lock only after
// initdb, limits recovery to ten seconds, unpacks into a world-writable directory under /tmp, and determines the user
// id by reflection on a JDK class that a native binary lacks.
public final class EmbeddedPostgres implements AutoCloseable {
    /**
     * The longest duration of {@link #close}; a supervisor must wait at least this long before it kills the process.
     */
    public static final Duration STOP_LIMIT = Postmaster.STOP_LIMIT;

    private static final Logger LOG = Logger.getLogger(EmbeddedPostgres.class);

    private static final Duration ATTEMPT_CHECK = Duration.ofMillis(200);

    private final DirectoryLock lock;
    private final Postmaster postmaster;
    private final String password;
    private final int port;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable PostmasterWatch watch;

    private EmbeddedPostgres(DirectoryLock lock, Postmaster postmaster, String password, int port) {
        this.lock = lock;
        this.postmaster = postmaster;
        this.password = password;
        this.port = port;
    }

    /**
     * Starts the server of a data directory and returns when it accepts connections.
     *
     * @param dataDir directory of data, password and log; created if missing, readable by its owner only
     * @param binariesDir directory for PostgreSQL's unpacked programs; several data directories may share it
     * @throws EmbeddedPostgresException with one sentence for people as its message
     */
    public static EmbeddedPostgres start(Path dataDir, Path binariesDir) {
        long began = System.nanoTime();
        try {
            Path data = Directories.usable(dataDir, "rwx------");
            Directories.checkData(data);
            DirectoryLock lock = DirectoryLock.of(data);
            try {
                EmbeddedPostgres started = start(lock, data, Directories.usable(binariesDir, "rwxr-xr-x"));
                LOG.infof(
                        "Embedded PostgreSQL %s ready on 127.0.0.1:%s, data in %s, after %s ms",
                        PostgresBinaries.VERSION,
                        started.port,
                        data,
                        Duration.ofNanos(System.nanoTime() - began).toMillis());
                return started;
            } catch (IOException | RuntimeException | Error e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "The embedded PostgreSQL in " + dataDir + " cannot be started: " + FileFault.of(e) + ".", e);
        }
    }

    /** Whether a data directory has a database. */
    public static boolean exists(Path dataDir) {
        return Files.exists(dataDir.resolve(Cluster.DIRECTORY));
    }

    /** The server of a data directory that another process runs, if there is one. */
    public static Optional<RunningServer> running(Path dataDir) {
        try {
            var port = new PidFile(dataDir.resolve(Cluster.DIRECTORY)).port();
            return port.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new RunningServer(jdbcUrl(port.get()), Cluster.SUPERUSER, Cluster.storedPassword(dataDir)));
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "The embedded PostgreSQL in " + dataDir + " cannot be reached: " + e + ".", e);
        }
    }

    /**
     * How to reach a server that another process runs.
     *
     * @param password a secret
     */
    public record RunningServer(String jdbcUrl, String username, String password) {
        @Override
        public String toString() {
            return "RunningServer[" + jdbcUrl + "]";
        }
    }

    private static EmbeddedPostgres start(DirectoryLock lock, Path data, Path binariesDir) throws IOException {
        PostgresBinaries binaries = PostgresBinaries.unpackedInto(binariesDir);
        ServerLog log = new ServerLog(data.resolve("postgres.log"));
        Programs programs = Programs.of(binaries, log);
        Cluster cluster = new Cluster(data, programs, log);
        Postmaster postmaster = new Postmaster(cluster, programs, log);

        postmaster.stop();
        log.rotate();
        String password = cluster.create();
        int port = postmaster.start();
        return new EmbeddedPostgres(lock, postmaster, password, port);
    }

    /**
     * Starts the server again from now on when it dies or hangs, on the same port.
     *
     * @param patience how long it may fail to run
     * @param givingUp takes one sentence when it failed for longer; must not wait for {@link #close}
     */
    public void keepRunning(Duration patience, Consumer<String> givingUp) {
        var watching = new PostmasterWatch(postmaster, port, patience, givingUp);
        watch = watching;
        watching.start();
    }

    /** The URL of the database {@code control}, without the password. */
    public String jdbcUrl() {
        return jdbcUrl(port);
    }

    private static String jdbcUrl(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + Cluster.DATABASE;
    }

    /** The superuser's name. */
    public String username() {
        return Cluster.SUPERUSER;
    }

    /** The superuser's password: a secret. */
    public String password() {
        return password;
    }

    /** The port on 127.0.0.1, a new one at each start. */
    public int port() {
        return port;
    }

    /** Disconnects all clients, stops the server, waits for its end, and releases the directory; idempotent. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try (lock) {
                var watching = watch;
                if (watching != null) {
                    watching.stop();
                }
                postmaster.stop();
                if (watching != null) {
                    awaitAttempt(watching);
                }
            }
        }
    }

    /** An attempt to start the server may have been under way, and its server may have appeared only now. */
    private void awaitAttempt(PostmasterWatch watching) {
        long deadline = System.nanoTime() + STOP_LIMIT.toNanos();
        try {
            while (!watching.awaitEnd(ATTEMPT_CHECK) && System.nanoTime() < deadline) {
                postmaster.stop();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        postmaster.stop();
    }
}
