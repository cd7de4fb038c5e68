package io.kakuremichi.control.boot;

import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.embeddedpostgres.EmbeddedPostgres;
import io.quarkus.runtime.Quarkus;
import io.smallrye.config.SmallRyeConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs Control as a server: checks the settings, starts the embedded database unless another one is configured, then
 * starts Quarkus. The database stops last.
 */
public final class ControlServer {
    private static final Logger LOG = Logger.getLogger(ControlServer.class);
    private static final int STARTUP_REFUSED = 1;

    /** The levels of the log at which a failure is shown with its stack trace. */
    private static final Set<String> DEBUGGED = Set.of("DEBUG", "TRACE", "ALL");

    /** The exit code after the embedded database failed for too long. */
    private static final int DATABASE_GIVEN_UP = 71;

    static final String URL = "quarkus.datasource.jdbc.url";
    static final String USERNAME = "quarkus.datasource.username";
    static final String PASSWORD = "quarkus.datasource.password";
    private static final String EMBEDDED = "kakuremichi.database.embedded";
    private static final String KEY_FILE = "kakuremichi.encryption-key-file";
    private static final List<String> SETTINGS = List.of(URL, USERNAME, PASSWORD, EMBEDDED, KEY_FILE);

    /** The embedded database of the running server, if it has one. */
    private static volatile @Nullable EmbeddedPostgres embedded;

    private ControlServer() {}

    /**
     * Runs until the process is asked to stop. If a setting prevents the start, prints the reason and ends the process
     * with 1.
     *
     * @param preparation what an embedded database needs before the start
     * @return the exit code; the database is stopped when the process ends, or before this returns in dev mode
     */
    public static int run(DatabasePreparation preparation) {
        SmallRyeConfig config;
        EmbeddedPostgres database;
        try {
            config = EarlyConfig.read();
            StartChecks.check(config);
            LogFormat.choose(config);
            if (!StartChecks.isDevMode(config)) {
                // In dev mode the port stays open from one run to the next.
                Ports.check(config, CertificateFiles.of(config).hasCertificate());
            }
            database = startDatabase(config, preparation);
        } catch (RuntimeException e) {
            refuse(e);
            System.exit(STARTUP_REFUSED);
            return STARTUP_REFUSED;
        }
        if (!StartChecks.isDevMode(config)) {
            StopLimit.OF_PROCESS.watch();
        }
        var exitCode = run(database);
        if (StartChecks.isDevMode(config)) {
            // Dev mode runs this again in the same JVM after a code change.
            stopDatabase(database);
        }
        return exitCode;
    }

    /**
     * Whether the process outlives the server: dev mode, detected by a build property, starts it again in the same
     * process.
     */
    public static boolean isDevMode() {
        return Boolean.getBoolean("kakuremichi.dev-mode");
    }

    private static int run(@Nullable EmbeddedPostgres database) {
        var quarkusStopped = new CountDownLatch(1);
        var exitCode = new AtomicInteger();
        // On a signal, the JVM ends as soon as its hooks have finished, so a hook stops the database after Quarkus.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            awaitUninterrupted(quarkusStopped);
            stopDatabase(database);
        }));
        embedded = database;
        try {
            Quarkus.run(null, (code, failure) -> {
                exitCode.set(code);
                // Quarkus expects the handler of the exit code to report the failure.
                if (failure != null) {
                    refuse(failure);
                }
            });
        } finally {
            quarkusStopped.countDown();
        }
        return exitCode.get();
    }

    /** Begins to watch the process with the settings of the running application, and prepares its stop. */
    static void supervise(ControlConfig config) {
        PreloadedClasses.load();
        StopLimit.OF_PROCESS.drainTakes(config.drain().duration());
        var database = embedded;
        if (database != null) {
            database.keepRunning(config.database().giveUpAfter(), ControlServer::giveUp);
        }
    }

    /** Stops as after a signal, but with an exit code that makes a supervisor start the process again. */
    private static void giveUp(String sentence) {
        LOG.errorf("Control ends with exit code %s: %s", DATABASE_GIVEN_UP, sentence);
        StopLimit.OF_PROCESS.begin();
        Quarkus.asyncExit(DATABASE_GIVEN_UP);
    }

    /** One sentence; the stack trace is for those who ask for it. */
    private static void refuse(Throwable failure) {
        System.err.println("kakuremichi-control does not start: " + StartFailure.sentence(failure));
        if (DEBUGGED.contains(String.valueOf(System.getenv("QUARKUS_LOG_LEVEL")))
                || DEBUGGED.contains(String.valueOf(System.getProperty("quarkus.log.level")))) {
            failure.printStackTrace();
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stopDatabase(@Nullable EmbeddedPostgres database) {
        if (database != null) {
            database.close();
            SETTINGS.forEach(System::clearProperty);
        }
    }

    private static @Nullable EmbeddedPostgres startDatabase(SmallRyeConfig config, DatabasePreparation preparation) {
        if (isExternal(config)) {
            DatabaseProbe.of(config).check();
            return null;
        }
        var hasKey = StartChecks.hasEncryptionKey(config);
        var database = startEmbedded(config);
        try {
            var keyFile = hasKey ? null : EncryptionKeyFile.in(dataDir(config));
            preparation.prepare(new StoppedControl(config), StoppedControl.Database.of(database));
            publish(database, keyFile);
        } catch (RuntimeException e) {
            // There is no hook yet that would stop it.
            database.close();
            throw e;
        }
        return database;
    }

    /** The settings by which Quarkus finds the database. */
    private static void publish(EmbeddedPostgres database, @Nullable Path keyFile) {
        System.setProperty(URL, database.jdbcUrl());
        System.setProperty(USERNAME, database.username());
        System.setProperty(PASSWORD, database.password());
        System.setProperty(EMBEDDED, "true");
        if (keyFile != null) {
            System.setProperty(KEY_FILE, keyFile.toString());
        }
    }

    static boolean isExternal(SmallRyeConfig config) {
        return config.getOptionalValue(URL, String.class).isPresent();
    }

    static Path dataDir(SmallRyeConfig config) {
        return config.getOptionalValue("kakuremichi.data-dir", Path.class).orElse(Path.of("data"));
    }

    static EmbeddedPostgres startEmbedded(SmallRyeConfig config) {
        var dataDir = dataDir(config);
        var binaries = config.getOptionalValue("kakuremichi.database.binaries-dir", Path.class)
                .orElse(dataDir.resolve("postgresql"));
        return EmbeddedPostgres.start(dataDir.toAbsolutePath(), binaries.toAbsolutePath());
    }
}
