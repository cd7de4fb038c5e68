package io.kakuremichi.control.command.output;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that gets its final name once it is complete. Until then it has a temporary name next to the target, unique
 * for each process, and only its owner may read it. It is deleted when it is closed before completion or when a signal
 * other than {@code KILL} ends the process.
 */
public final class PartialFile implements AutoCloseable {
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
     * Creates the temporary file.
     *
     * @throws CommandFailure when the target exists and is not a regular file, which must not be replaced
     */
    public static PartialFile of(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw CommandFailure.usage(file + " is not a regular file; use - for the standard output");
        }
        // Keep a symbolic link and replace the file it points to.
        var target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        var part = create(target);
        var partial = new PartialFile(target, part, FileChannel.open(part, StandardOpenOption.WRITE));
        Runtime.getRuntime().addShutdownHook(partial.cleanUp);
        return partial;
    }

    private static Path create(Path target) throws IOException {
        try {
            // createTempFile sets the permissions rw-------.
            return Files.createTempFile(target.getParent(), target.getFileName() + ".", ".part");
        } catch (FileSystemException e) {
            // The exception names the temporary file, which the user does not know.
            throw switch (e) {
                case NoSuchFileException ignored -> new NoSuchFileException(String.valueOf(target.getParent()));
                case AccessDeniedException ignored -> new AccessDeniedException(String.valueOf(target.getParent()));
                default -> new FileSystemException(target.toString(), null, e.getReason());
            };
        }
    }

    /** The content; not buffered. */
    public OutputStream output() {
        return Channels.newOutputStream(channel);
    }

    /** Syncs the file to disk, then renames it to its final name, replacing an older file. */
    public void complete() throws IOException {
        channel.force(true);
        channel.close();
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Syncs the file to disk, then gives it its final name.
     *
     * @throws java.nio.file.FileAlreadyExistsException if another file has that name meanwhile, which stays
     */
    public void completeNew() throws IOException {
        channel.force(true);
        channel.close();
        // Fails if the name exists, unlike a renaming. The temporary name is deleted by close().
        Files.createLink(target, part);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        delete();
        try {
            Runtime.getRuntime().removeShutdownHook(cleanUp);
        } catch (IllegalStateException e) {
            // The shutdown hook is already running.
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
