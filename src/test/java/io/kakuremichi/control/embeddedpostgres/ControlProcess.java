package io.kakuremichi.control.embeddedpostgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A process of its own that starts a database, writes committed rows, and then lives until it is killed. */
final class ControlProcess implements AutoCloseable {
    private static final String READY = "ready ";
    private static final String REFUSED = "refused ";

    private final Process process;
    private final String answer;

    private ControlProcess(Process process, String answer) {
        this.process = process;
        this.answer = answer;
    }

    static ControlProcess start(String dataDir, String binariesDir) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                classPath,
                ControlProcess.class.getName(),
                dataDir,
                binariesDir));
        // Whatever the tests' own locale is: it decides which file names a JVM can express.
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        String answer = lines.lines()
                .filter(line -> line.startsWith(READY) || line.startsWith(REFUSED))
                .findFirst()
                .orElse("nothing");
        return new ControlProcess(process, answer);
    }

    boolean isReady() {
        return answer.startsWith(READY);
    }

    int port() {
        return Integer.parseInt(answer.substring(READY.length()));
    }

    String refusal() {
        return answer.substring(REFUSED.length());
    }

    void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the process close its database and end. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            process.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public static void main(String[] arguments) throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(arguments[0]), Path.of(arguments[1]))) {
            Queries.writeNote(postgres);
            System.out.println(READY + postgres.port());
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (EmbeddedPostgresException e) {
            System.out.println(REFUSED + e.getMessage());
        }
    }
}
