package io.kakuremichi.control.embeddedpostgres;

import io.kakuremichi.control.config.FileFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** The log file of PostgreSQL's programs, separate from Control's output. */
record ServerLog(Path file) {
    private static final long ROTATED_ABOVE = 10L * 1024 * 1024;
    private static final int READ_AT_MOST = 64 * 1024;

    ServerLog {
        create(file);
    }

    private static void create(Path file) {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            // Append to the existing log.
        } catch (IOException e) {
            throw new EmbeddedPostgresException("The log " + file + " cannot be written: " + FileFault.of(e) + ".", e);
        }
    }

    /** Rotates to one old log; only while no server is writing. */
    void rotate() throws IOException {
        if (size() > ROTATED_ABOVE) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            create(file);
        }
    }

    long size() throws IOException {
        return Files.size(file);
    }

    /** The part that was added since the log had the given size; the last lines, if it is long. */
    String since(long earlier) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer bytes = ByteBuffer.allocate(READ_AT_MOST);
            long from = Math.max(earlier, channel.size() - READ_AT_MOST);
            while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) > 0) {
                // Until the buffer is full or the file ends.
            }
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        }
    }

    /** The last line with a fatal message, and the location of the log. */
    String lastReasonSince(long earlier) throws IOException {
        return since(earlier)
                        .lines()
                        .filter(line -> line.contains("FATAL: ") || line.contains("PANIC: "))
                        .reduce((first, second) -> second)
                        .map(line ->
                                line.replaceFirst("^.*(FATAL|PANIC): +", "").strip())
                        .orElse("it reported no reason")
                + " (see " + file + ")";
    }

    /** The line that most likely names the reason of a failure, and the location of the log. */
    String reasonSince(long earlier) throws IOException {
        List<String> lines =
                since(earlier).lines().filter(line -> !line.isBlank()).toList();
        return lines.stream()
                        .filter(line ->
                                line.contains("FATAL: ") || line.contains("PANIC: ") || line.contains("error: "))
                        .findFirst()
                        .or(() -> lines.stream().reduce((first, second) -> second))
                        .map(line -> line.replaceFirst("^.*(FATAL|PANIC|error): +", "")
                                .strip())
                        .orElse("it reported no reason")
                + " (see " + file + ")";
    }
}
