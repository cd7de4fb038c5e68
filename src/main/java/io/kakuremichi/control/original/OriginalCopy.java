package io.kakuremichi.control.original;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.kakuremichi.control.config.FileFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A copy of a SQLite database with its journals in a directory that only its owner may enter, deleted on close, and when a signal other
 * than {@code KILL} ends the process: it has API keys. An original that runs may write while it is copied: a copy during which a file
 * changed is made again.
 */
final class OriginalCopy implements AutoCloseable {
    private static final List<String> JOURNALS = List.of("-wal", "-journal");
    private static final String NAME = "original.db";
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(ISO_8859_1);
    private static final int MOST_ATTEMPTS = 5;

    private final Path directory;
    private final Thread cleanUp = new Thread(this::delete);

    private OriginalCopy(Path directory) {
        this.directory = directory;
    }

    /**
     * Copies the database.
     *
     * @throws OriginalFault if the file is no SQLite database, cannot be read, or changes all the time
     */
    static OriginalCopy of(Path file) throws OriginalFault {
        try {
            requireSqlite(file);
            var copy = new OriginalCopy(Files.createTempDirectory(
                    "kakuremichi-import",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
            Runtime.getRuntime().addShutdownHook(copy.cleanUp);
            try {
                copy.fill(file);
                return copy;
            } catch (Throwable e) {
                copy.close();
                throw e;
            }
        } catch (IOException e) {
            throw new OriginalFault("The original's database cannot be read: " + FileFault.of(e), e);
        }
    }

    private static void requireSqlite(Path file) throws IOException, OriginalFault {
        if (Files.isDirectory(file)) {
            throw new OriginalFault(file + " is a directory; name the original's database file in it", null);
        }
        try (var input = Files.newInputStream(file)) {
            if (!Arrays.equals(input.readNBytes(MAGIC.length), MAGIC)) {
                throw new OriginalFault(file + " is not a SQLite database", null);
            }
        }
    }

    private void fill(Path file) throws IOException, OriginalFault {
        for (var attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            var before = stamps(file);
            clear();
            Files.copy(file, database());
            for (var journal : JOURNALS) {
                var beside = beside(file, journal);
                if (Files.exists(beside)) {
                    Files.copy(beside, beside(database(), journal));
                }
            }
            if (before.equals(stamps(file))) {
                return;
            }
        }
        throw new OriginalFault("The original writes to its database all the time: stop it and try again", null);
    }

    private static List<Stamp> stamps(Path file) throws IOException {
        var stamps = new ArrayList<Stamp>();
        stamps.add(Stamp.of(file));
        for (var journal : JOURNALS) {
            stamps.add(Stamp.of(beside(file, journal)));
        }
        return stamps;
    }

    private static Path beside(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    /** The copied database; SQLite may write beside it. */
    Path database() {
        return directory.resolve(NAME);
    }

    /** The directory of the copy. */
    Path directory() {
        return directory;
    }

    private void clear() throws IOException {
        try (var files = Files.list(directory)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() throws OriginalFault {
        try {
            delete();
        } catch (UncheckedIOException e) {
            throw new OriginalFault("A copy of the original's database is left over, delete it: " + directory, e);
        }
        try {
            Runtime.getRuntime().removeShutdownHook(cleanUp);
        } catch (IllegalStateException e) {
            // The shutdown hook is already running.
        }
    }

    private void delete() {
        try {
            clear();
            Files.delete(directory);
        } catch (NoSuchFileException e) {
            // Deleted by the other one of close and the shutdown hook.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What changes when a file is written to. */
    private record Stamp(boolean exists, long size, FileTime at) {
        static Stamp of(Path file) throws IOException {
            return Files.exists(file)
                    ? new Stamp(true, Files.size(file), Files.getLastModifiedTime(file))
                    : new Stamp(false, 0, FileTime.fromMillis(0));
        }
    }
}
