package io.kakuremichi.control.command;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that gets its name when it is whole. Until then it lies beside it under another one, which no two processes share and only
 * the owner may read; it is gone when it is closed before, and when the process ends by a signal other than {@code KILL}.
 */
final class PartialFile implements AutoCloseable {
    private final Path target;
    private final Path part;
    private final FileChannel channel;
    private final Thread cleanUp = new Thread(this::delete);

    private PartialFile(Path target, Path part, FileChannel channel) {
        this.target = target;
        this.part = part;
        this.channel = channel;
    }

    /**
     * Begins one.
     *
     * @throws Failure when there is something of that name that is no file: it must not be replaced by one
     */
    static PartialFile of(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw Failure.usage(file + " is no regular file; - is the standard output");
        }
        // A link stays one.
        var target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        // Made with the permissions rw-------.
        var part = Files.createTempFile(target.getParent(), target.getFileName() + ".", ".part");
        var partial = new PartialFile(target, part, FileChannel.open(part, StandardOpenOption.WRITE));
        Runtime.getRuntime().addShutdownHook(partial.cleanUp);
        return partial;
    }

    OutputStream output() {
        return Channels.newOutputStream(channel);
    }

    /** Gives it its name, in place of an older file, after it is safe on the disk. */
    void complete() throws IOException {
        channel.force(true);
        channel.close();
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        delete();
        try {
            Runtime.getRuntime().removeShutdownHook(cleanUp);
        } catch (IllegalStateException e) {
            // It is running.
        }
    }

    private void delete() {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
