package io.kakuremichi.control.embeddedpostgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** An exclusive lock on a data directory; the kernel releases it when this process dies. */
final class DirectoryLock implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(DirectoryLock.class);

    // POSIX releases a process' lock when it closes any descriptor of the file. So a second attempt within this process
    // must be rejected before it opens the file.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Takes the lock without waiting.
     *
     * @param directory its real path, so that a link and its target share one lock
     */
    static DirectoryLock of(Path directory) throws IOException {
        if (!HELD.add(directory)) {
            throw refused(directory, null);
        }
        try {
            return new DirectoryLock(directory, locked(directory));
        } catch (IOException | RuntimeException e) {
            HELD.remove(directory);
            throw e;
        }
    }

    private static FileChannel locked(Path directory) throws IOException {
        FileChannel channel = FileChannel.open(
                directory.resolve("control.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw refused(directory, null);
            }
            return channel;
        } catch (OverlappingFileLockException e) {
            // Another class loader's copy of this class holds the lock; closing the channel would release it.
            throw refused(directory, e);
        }
    }

    private static EmbeddedPostgresException refused(Path directory, @Nullable Throwable cause) {
        return new EmbeddedPostgresException(
                "Another Control is using the data directory " + directory
                        + "; stop it or set kakuremichi.data-dir to another.",
                cause);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debugf(e, "Closing the lock of %s", directory);
        } finally {
            HELD.remove(directory);
        }
    }
}
