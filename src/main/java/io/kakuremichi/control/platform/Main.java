package io.kakuremichi.control.platform;

import io.kakuremichi.control.platform.database.EmbeddedPostgres;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Starts the process: checks what must not be wrong, then the embedded database unless another one is configured, then
 * Quarkus. The database stops last.
 */
@QuarkusMain
public final class Main {
    private static final int STARTUP_REFUSED = 1;

    private Main() {}

    /** The entry point of jar, binary and dev mode. */
    public static void main(String... args) {
        EmbeddedPostgres database;
        try {
            var config = earlyConfig();
            StartChecks.check(config);
            database = startDatabase(config);
        } catch (RuntimeException e) {
            // One line for people; whatever is behind it is in the exception's own words.
            System.err.println("kakuremichi-control does not start: " + e.getMessage());
            System.exit(STARTUP_REFUSED);
            return;
        }
        run(database, args);
    }

    private static void run(@Nullable EmbeddedPostgres database, String... args) {
        var quarkusStopped = new CountDownLatch(1);
        var exitCode = new AtomicInteger();
        var stop = new Thread(() -> stopDatabase(database, quarkusStopped), "stop-database");
        // On a signal the JVM ends as soon as its hooks have, so the database has to be stopped by one, after Quarkus.
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            Quarkus.run(null, (code, failure) -> exitCode.set(code), args);
        } finally {
            quarkusStopped.countDown();
        }
        System.exit(exitCode.get());
    }

    private static void stopDatabase(@Nullable EmbeddedPostgres database, CountDownLatch quarkusStopped) {
        try {
            quarkusStopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (database != null) {
            database.close();
        }
    }

    private static @Nullable EmbeddedPostgres startDatabase(SmallRyeConfig config) {
        if (config.getOptionalValue("quarkus.datasource.jdbc.url", String.class).isPresent()) {
            return null;
        }
        var dataDir =
                config.getOptionalValue("kakuremichi.data-dir", Path.class).orElse(Path.of("data"));
        var binaries = config.getOptionalValue("kakuremichi.database.binaries-dir", Path.class)
                .orElse(dataDir.resolve("postgresql"));
        var database = EmbeddedPostgres.start(dataDir.toAbsolutePath(), binaries.toAbsolutePath());
        System.setProperty("quarkus.datasource.jdbc.url", database.jdbcUrl());
        System.setProperty("quarkus.datasource.username", database.username());
        System.setProperty("quarkus.datasource.password", database.password());
        System.setProperty("kakuremichi.database.embedded", "true");
        return database;
    }

    /** Quarkus has not read its configuration yet: system properties, environment, and the file beside the program. */
    private static SmallRyeConfig earlyConfig() {
        var builder = new SmallRyeConfigBuilder().addSystemSources().addDefaultInterceptors();
        var file = Path.of("config", "application.properties");
        if (Files.exists(file)) {
            try {
                builder.withSources(new PropertiesConfigSource(file.toUri().toURL(), 260));
            } catch (IOException e) {
                throw new UncheckedIOException(file + " can't be read", e);
            }
        }
        return builder.build();
    }
}
