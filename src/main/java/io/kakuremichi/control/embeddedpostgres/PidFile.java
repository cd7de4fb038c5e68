package io.kakuremichi.control.embeddedpostgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A cluster's {@code postmaster.pid}, which is verified before it is trusted. */
final class PidFile {
    /** Above any process id on Linux. */
    private static final String NOBODY = Integer.toString(Integer.MAX_VALUE - 1);

    private static final int PORT_LINE = 3;

    private final Path cluster;
    private final Path file;

    PidFile(Path cluster) {
        this.cluster = cluster;
        this.file = cluster.resolve("postmaster.pid");
    }

    /**
     * Whether the process in the file is this cluster's server. PostgreSQL's programs only check that the process is
     * alive. If another process has the same id now, pg_ctl would signal it, and a server would not start.
     */
    boolean namesTheServer() throws IOException {
        return server().isPresent();
    }

    /** The port of the server, if it is running. */
    Optional<Integer> port() throws IOException {
        List<String> lines = lines();
        return server().isPresent() && lines.size() > PORT_LINE
                ? Optional.of(Integer.valueOf(lines.get(PORT_LINE).strip()))
                : Optional.empty();
    }

    private Optional<String> server() throws IOException {
        List<String> lines = lines();
        if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d+")) {
            return Optional.empty();
        }
        String pid = lines.getFirst().strip();
        // A server's working directory is its cluster's directory, since before it writes this file.
        Path workingDirectory = Path.of("/proc", pid, "cwd");
        try {
            return Files.isSameFile(workingDirectory, cluster) ? Optional.of(pid) : Optional.empty();
        } catch (IOException e) {
            // The process is dead, a zombie, or another user's.
            return Optional.empty();
        }
    }

    /** Kills the server with its children: as long as one of them lives, no other server starts on the cluster. */
    void kill() throws IOException {
        server().map(Long::parseLong).flatMap(ProcessHandle::of).ifPresent(server -> {
            List<ProcessHandle> children = server.descendants().toList();
            server.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        });
    }

    /**
     * Neutralizes a file that does not name the server, so that a start succeeds. Keeps the other lines: they name the
     * shared memory by which a new server detects children of a killed one.
     */
    void disownUnlessServer() throws IOException {
        if (namesTheServer()) {
            return;
        }
        List<String> lines = lines();
        if (lines.isEmpty()) {
            Files.deleteIfExists(file);
        } else {
            WholeFile.write(file, NOBODY + "\n" + String.join("\n", lines.subList(1, lines.size())) + "\n");
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
