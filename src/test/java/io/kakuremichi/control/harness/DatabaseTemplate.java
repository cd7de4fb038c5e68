package io.kakuremichi.control.harness;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.kakuremichi.control.embeddedpostgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * An embedded database that was initialized once and is copied for tests, because initdb takes longer than the start that follows it. The
 * JVMs that run tests share it. Initialization itself is what the tests of embedded PostgreSQL and of the packaged program are about.
 */
final class DatabaseTemplate {
    private static final Path TEMPLATE = Path.of("target", "database-template").toAbsolutePath();

    private DatabaseTemplate() {}

    /** Copies the database into a data directory that is empty or missing; leaves any other as it is. */
    static void copyTo(Path dataDir) {
        try {
            if (!isEmpty(dataDir)) {
                return;
            }
            make();
            copy(TEMPLATE, dataDir);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return true;
        }
        try (var files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    private static synchronized void make() throws IOException {
        var lockFile = TEMPLATE.resolveSibling("database-template.lock");
        try (var channel = FileChannel.open(lockFile, CREATE, WRITE);
                var lock = channel.lock()) {
            if (lock.isValid() && !Files.exists(TEMPLATE)) {
                var unfinished = Files.createTempDirectory(TEMPLATE.getParent(), "database-template");
                EmbeddedPostgres.start(unfinished, TestDatabase.BINARIES).close();
                Files.move(unfinished, TEMPLATE, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var paths = Files.walk(from)) {
            for (var path : (Iterable<Path>) paths::iterator) {
                if (!path.equals(from)) {
                    Files.copy(path, to.resolve(from.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }
}
