package io.kakuremichi.control.embeddedpostgres;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs PostgreSQL's programs as a user that they accept, with a minimal environment. */
final class Programs {
    private static final Duration OUTPUT_LIMIT = Duration.ofMinutes(1);

    /** For what a program has written before it ended. */
    private static final Duration LAST_OUTPUT = Duration.ofSeconds(5);

    private static final Set<String> PASSED_ON = Set.of("PATH", "LD_LIBRARY_PATH", "LD_PRELOAD");

    private final PostgresBinaries binaries;
    private final ServerLog log;
    private final List<String> prefix;

    private Programs(PostgresBinaries binaries, ServerLog log, List<String> prefix) {
        this.binaries = binaries;
        this.log = log;
        this.prefix = prefix;
    }

    static Programs of(PostgresBinaries binaries, ServerLog log) throws IOException {
        boolean root = Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        return new Programs(binaries, log, root ? unprivileged() : List.of());
    }

    /**
     * PostgreSQL refuses to run as root. In a user namespace without mappings, root's processes keep access to root's
     * files but no longer see themselves as root.
     */
    private static List<String> unprivileged() {
        List<String> prefix = List.of("unshare", "-U");
        try {
            List<String> probe = new ArrayList<>(prefix);
            probe.add("true");
            output(probe);
            return prefix;
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "The embedded PostgreSQL cannot run as root here (unshare -U does not work); run Control as a"
                            + " normal user, or set QUARKUS_DATASOURCE_JDBC_URL to use a database of your own.",
                    e);
        }
    }

    /**
     * Runs a program to its end, with its output in the log.
     *
     * @return its exit status
     */
    int run(Duration limit, String input, String program, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(binaries.program(program).toString());
        command.addAll(arguments);
        ProcessBuilder builder = builder(command)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()));
        Process process = builder.start();
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The program ended without reading its input; its status has the reason.
        }
        return ended(process, limit);
    }

    /** The output of a command that needs no other user; throws if it fails. */
    static String output(List<String> command) throws IOException {
        return output(OUTPUT_LIMIT, command);
    }

    /** The output of a command that is killed at the limit. */
    static String output(Duration limit, List<String> command) throws IOException {
        Process process = builder(command).start();
        process.getOutputStream().close();
        // On another thread, because a program that hangs does not close its output before it is killed.
        CompletableFuture<String> output =
                CompletableFuture.supplyAsync(() -> read(process), Thread::startVirtualThread);
        int status = ended(process, limit);
        try {
            String said = output.get(LAST_OUTPUT.toSeconds(), TimeUnit.SECONDS);
            if (status == 0) {
                return said;
            }
            throw new IOException(command.getFirst() + ": " + said);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(command.getFirst() + ": its output cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(command.getFirst() + ": interrupted", e);
        }
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // PG* variables would change the programs' behaviour, and Control's secrets must not be passed on.
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(PASSED_ON);
        environment.put("LC_ALL", "C");
        return builder;
    }

    /** Ignores interrupts, because an abandoned program would continue to run. */
    private static int ended(Process process, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                        process.destroyForcibly();
                        return process.waitFor();
                    }
                    return process.exitValue();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
