package io.kakuremichi.control.harness;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Control as its users run it, in a process of its own, on ports of its own: the jar, or the native binary when the system property
 * {@code control.binary} names one.
 */
public final class ControlProcess implements AutoCloseable {
    /** Settings with which Control uses another PostgreSQL than its own. */
    private static final List<String> OTHER_DATABASES =
            List.of("QUARKUS_DATASOURCE_JDBC_URL", "KAKUREMICHI_DATABASE_BINARIES_DIR");

    public static final String ADMIN_TOKEN = TestDatabase.ADMIN_TOKEN;

    static final Path LOGS = Path.of("target", "control-logs").toAbsolutePath();

    final Process process;
    private final Path log;
    private final int port;
    private final int managementPort;

    private ControlProcess(Process process, Path log, int port, int managementPort) {
        this.process = process;
        this.log = log;
        this.port = port;
        this.managementPort = managementPort;
    }

    /** Starts it on an embedded database in that directory and waits until it is ready. */
    public static ControlProcess start(Path dataDir) throws IOException {
        return start(dataDir, Map.of());
    }

    /** Starts it with more settings, as environment variables, and waits until it is ready. */
    public static ControlProcess start(Path dataDir, Map<String, String> settings) throws IOException {
        return start(dataDir, settings, QuickStart.options());
    }

    /** The same with other options of the JVM, which a binary goes without. */
    public static ControlProcess start(Path dataDir, Map<String, String> settings, List<String> jvmOptions)
            throws IOException {
        // The template is of the PostgreSQL that Control brings along.
        if (Collections.disjoint(settings.keySet(), OTHER_DATABASES)) {
            DatabaseTemplate.copyTo(dataDir);
        }
        var control = launch(dataDir, settings, jvmOptions);
        control.awaitReady();
        return control;
    }

    /** Waits until it is ready. */
    public void awaitReady() {
        await("Control to be ready").atMost(Duration.ofSeconds(120)).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("Control ended: " + log());
            }
            return isReady();
        });
    }

    /** Starts it and returns at once. */
    public static ControlProcess launch(Path dataDir, Map<String, String> settings) throws IOException {
        return launch(dataDir, settings, QuickStart.options());
    }

    /** The same with other options of the JVM, which a binary goes without. */
    public static ControlProcess launch(Path dataDir, Map<String, String> settings, List<String> jvmOptions)
            throws IOException {
        var options = isBinary() ? optionsInEnvironment(settings) : jvmOptions;
        return run(command(options), dataDir, settings);
    }

    /** What runs the program: the binary when there is one, else the jar on this JVM with those options. */
    public static List<String> command(List<String> options) {
        var binary = System.getProperty("control.binary");
        var command = new ArrayList<String>();
        if (binary != null) {
            command.add(Path.of(binary).toAbsolutePath().toString());
            command.addAll(options);
        } else {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(options);
            command.addAll(List.of("-jar", System.getProperty("control.jar")));
        }
        return command;
    }

    /** Whether the tests run on the native binary. */
    public static boolean isBinary() {
        return System.getProperty("control.binary") != null;
    }

    /**
     * Starts it at a terminal, as a person does, and waits until it is ready. A build in the background ignores SIGINT, which its processes
     * inherit.
     */
    public static ControlProcess startAtTerminal(Path dataDir) throws IOException {
        DatabaseTemplate.copyTo(dataDir);
        var typed = command(QuickStart.options()).stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" ", "exec env --default-signal=INT ", ""));
        var control = run(List.of("script", "-qec", typed, "/dev/null"), dataDir, Map.of());
        control.awaitReady();
        return control;
    }

    /** Ctrl-C at its terminal. */
    public void pressCtrlC() throws IOException {
        process.getOutputStream().write(3);
        process.getOutputStream().flush();
    }

    /** Runs a command of the program, which ends by itself, and returns at once. */
    public static ControlProcess launchCommand(Path dataDir, Map<String, String> settings, String... arguments)
            throws IOException {
        var command = command(QuickStart.options());
        command.addAll(List.of(arguments));
        return run(command, dataDir, settings);
    }

    /** Starts a native binary and returns at once. */
    public static ControlProcess launchBinary(Path binary, Path dataDir, Map<String, String> settings)
            throws IOException {
        var command = new ArrayList<>(List.of(binary.toAbsolutePath().toString()));
        command.addAll(optionsInEnvironment(settings));
        return run(command, dataDir, settings);
    }

    /** Starts another copy of the jar, and waits until it is ready. */
    public static ControlProcess startJar(Path jar, Path dataDir) throws IOException {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(QuickStart.OPTIONS);
        command.addAll(List.of("-jar", jar.toString()));
        DatabaseTemplate.copyTo(dataDir);
        var control = run(command, dataDir, Map.of());
        control.awaitReady();
        return control;
    }

    /** What a JVM reads from its environment, a binary takes as arguments. */
    private static List<String> optionsInEnvironment(Map<String, String> settings) {
        var options = settings.getOrDefault("JAVA_TOOL_OPTIONS", "");
        return options.isEmpty() ? List.of() : List.of(options.split(" "));
    }

    private static ControlProcess run(List<String> command, Path dataDir, Map<String, String> settings)
            throws IOException {
        var port = portOf(settings, "QUARKUS_HTTP_PORT");
        var managementPort = portOf(settings, "QUARKUS_MANAGEMENT_PORT");
        var environment = new HashMap<String, String>();
        environment.put("KAKUREMICHI_ADMIN_TOKEN", ADMIN_TOKEN);
        environment.put("KAKUREMICHI_DATA_DIR", dataDir.toString());
        environment.put("KAKUREMICHI_DATABASE_BINARIES_DIR", TestDatabase.BINARIES.toString());
        // A short drain, for tests that are not about draining.
        environment.put("KAKUREMICHI_DRAIN_DURATION", "200ms");
        // What clients report is shown as soon as it is written.
        environment.put("KAKUREMICHI_PRESENCE_INTERVAL", "500ms");
        environment.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        environment.put("QUARKUS_MANAGEMENT_PORT", String.valueOf(managementPort));
        environment.putAll(settings);
        environment.values().removeIf(String::isEmpty);
        var log = Files.createTempFile(Files.createDirectories(LOGS), "control", ".log");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new ControlProcess(builder.start(), log, port, managementPort);
    }

    private static int portOf(Map<String, String> settings, String name) throws IOException {
        var given = settings.get(name);
        return given == null ? FreePort.find() : Integer.parseInt(given);
    }

    public ControlApi api() {
        return new ControlApi(URI.create("http://localhost:" + port), ADMIN_TOKEN);
    }

    /** Probes and metrics. */
    public ControlApi management() {
        return new ControlApi(URI.create("http://localhost:" + managementPort), ADMIN_TOKEN);
    }

    public boolean isReady() {
        try {
            return management().get("/q/health/ready").status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The memory that the process itself holds now, without its database's. */
    public long residentMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    /** What it printed so far. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** kill -9. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** kill -STOP: it stands still, with its sockets open, until {@link #resume}. */
    public void suspend() throws IOException, InterruptedException {
        signal("STOP");
    }

    public void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        var exitCode = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
        if (exitCode != 0) {
            throw new AssertionError("kill -" + name + " failed with " + exitCode);
        }
    }

    /** SIGTERM; returns at once. */
    public void terminate() {
        process.destroy();
    }

    /** SIGTERM; returns the exit code. */
    public int stop() throws InterruptedException {
        process.destroy();
        return awaitExit();
    }

    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("Control does not end: " + log());
        }
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        if (process.isAlive()) {
            stop();
        }
    }
}
