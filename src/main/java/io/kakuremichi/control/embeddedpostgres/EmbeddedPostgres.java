package io.kakuremichi.control.embeddedpostgres;

import io.kakuremichi.control.config.FileFault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

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

    private final DirectoryLock lock;
    private final Postmaster postmaster;
    private final String password;
    private final int port;
    private final AtomicBoolean closed = new AtomicBoolean();

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

    /** The URL of the database {@code control}, without the password. */
    public String jdbcUrl() {
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
                postmaster.stop();
            }
        }
    }
}
