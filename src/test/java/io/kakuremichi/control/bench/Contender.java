package io.kakuremichi.control.bench;

import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.bench.load.Command;
import io.kakuremichi.control.harness.ControlProcess;
import io.kakuremichi.control.harness.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server, and a generator that loads nothing else. */
final class Contender implements AutoCloseable {
    /** None, as users start it; the same for both. */
    private static final List<String> NO_OPTIONS = List.of();

    /** More of them for Control alone, {@code -XX:StartFlightRecording=filename=…} for a profile say. */
    private static final List<String> CONTROL_OPTIONS = Arrays.stream(
                    System.getProperty("bench.options", "").split("\\s+"))
            .filter(option -> !option.isEmpty())
            .toList();

    private static final Duration QUIET = Duration.ofSeconds(30);

    private final long pid;
    private final GeneratorProcess generator;
    private final AutoCloseable server;
    private final DatabaseServer.Database database;

    private Contender(long pid, int port, AutoCloseable server, DatabaseServer.Database database) throws IOException {
        this.pid = pid;
        this.generator = GeneratorProcess.start(port, ControlProcess.ADMIN_TOKEN);
        this.server = server;
        this.database = database;
    }

    /** The jar, on that database. */
    static Contender control(DatabaseServer.Database database) throws IOException {
        return control(Program.JAR, database);
    }

    /** Control, on that database. */
    static Contender control(Program program, DatabaseServer.Database database) throws IOException {
        return control(program, database, Map.of());
    }

    /** The same with more settings, as environment variables. */
    static Contender control(Program program, DatabaseServer.Database database, Map<String, String> more)
            throws IOException {
        var settings = new HashMap<>(database.settings());
        settings.putAll(more);
        var control = program.start(Path.of("unused"), settings, CONTROL_OPTIONS);
        return new Contender(control.pid(), control.port(), control, database);
    }

    /** The reference, with messages of those sizes. */
    static Contender reference(Map<String, Integer> sizes) throws IOException {
        var port = FreePort.find();
        var process = new ProcessBuilder(JavaCommand.of(
                        ReferenceServer.class,
                        NO_OPTIONS,
                        String.valueOf(port),
                        size(sizes, "agent auth_success"),
                        size(sizes, "agent config"),
                        size(sizes, "gateway config"),
                        size(sizes, "gateway tunnel_update"),
                        size(sizes, "answer")))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        awaitReady(process.inputReader());
        return new Contender(process.pid(), port, () -> stop(process), null);
    }

    private static String size(Map<String, Integer> sizes, String kind) {
        return String.valueOf(sizes.getOrDefault(kind, 0));
    }

    private static void awaitReady(BufferedReader output) throws IOException {
        if (output.readLine() == null) {
            throw new IOException("the reference server did not start");
        }
    }

    private static void stop(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        process.waitFor();
    }

    /** Does something, and takes down what it cost. */
    Sample measure(Command command) throws IOException {
        var serverBefore = ProcessCosts.cpuSeconds(pid, false);
        var generatorBefore = ProcessCosts.cpuSeconds(generator.pid(), false);
        var databaseBefore = databaseCpuSeconds();
        var machineBefore = ProcessCosts.machineCpuSeconds();
        var began = System.nanoTime();
        var result = generator.run(command);
        var seconds = (System.nanoTime() - began) / 1e9;
        var serverCpu = ProcessCosts.cpuSeconds(pid, false) - serverBefore;
        var generatorCpu = ProcessCosts.cpuSeconds(generator.pid(), false) - generatorBefore;
        var databaseCpu = databaseCpuSeconds() - databaseBefore;
        var foreignCpu = ProcessCosts.machineCpuSeconds() - machineBefore - serverCpu - generatorCpu - databaseCpu;
        return new Sample(result, serverCpu, generatorCpu, databaseCpu, Math.max(0, foreignCpu) / seconds);
    }

    private double databaseCpuSeconds() throws IOException {
        return database == null ? 0 : database.server().cpuSeconds();
    }

    /** Closes all connections; Control has written so when this returns. */
    void disconnect() throws IOException {
        generator.run(new Command.Disconnect());
        if (database != null) {
            await("everybody to be offline").atMost(QUIET).until(() -> database.online() == 0);
        }
    }

    long pid() {
        return pid;
    }

    DatabaseServer.Database database() {
        return database;
    }

    @Override
    public void close() throws Exception {
        generator.close();
        server.close();
    }
}
