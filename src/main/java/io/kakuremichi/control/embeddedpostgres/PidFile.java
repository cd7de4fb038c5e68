package io.kakuremichi.control.embeddedpostgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A cluster's {@code postmaster.pid}, believed only as far as it can be checked. */
final class PidFile {
    /** Above what Linux gives to any process. */
    private static final String NOBODY = Integer.toString(Integer.MAX_VALUE - 1);

    private final Path cluster;
    private final Path file;

    PidFile(Path cluster) {
        this.cluster = cluster;
        this.file = cluster.resolve("postmaster.pid");
    }

    /**
     * Whether the process that it names is this cluster's server. PostgreSQL's programs only look whether the process
     * is alive; when its number has been given to another one, pg_ctl would signal that, and a server would not start.
     */
    boolean namesTheServer() throws IOException {
        List<String> lines = lines();
        if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d+")) {
            return false;
        }
        // A server works in its cluster's directory, and has done so since before it wrote this file.
        Path workingDirectory = Path.of("/proc", lines.getFirst().strip(), "cwd");
        try {
            return Files.isSameFile(workingDirectory, cluster);
        } catch (IOException e) {
            // Dead, a zombie, or someone else's.
            return false;
        }
    }

    /**
     * Makes a file that does not name the server harmless to a start. Its other lines stay: by the shared memory named there a new
     * server sees that children of a killed one are still at work.
     */
    void disownUnlessServer() throws IOException {
        if (namesTheServer()) {
            return;
        }
        List<String> lines = lines();
        if (lines.isEmpty()) {
            Files.deleteIfExists(file);
        } else {
            Files.writeString(file, NOBODY + "\n" + String.join("\n", lines.subList(1, lines.size())) + "\n");
        }
    }

    private List<String> lines() throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
