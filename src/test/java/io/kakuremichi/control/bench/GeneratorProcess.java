package io.kakuremichi.control.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kakuremichi.control.bench.load.Command;
import io.kakuremichi.control.bench.load.LoadGenerator;
import io.kakuremichi.control.bench.load.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** A {@link LoadGenerator} and the pipe to it. */
final class GeneratorProcess implements AutoCloseable {
    private static final ObjectMapper JSON = LoadGenerator.mapper();

    private final Process process;
    private final Writer commands;
    private final BufferedReader results;

    private GeneratorProcess(Process process) {
        this.process = process;
        this.commands = process.outputWriter();
        this.results = process.inputReader();
    }

    static GeneratorProcess start(int port, String token) throws IOException {
        // Small pauses and few threads: it must not take from the servers what they are measured by.
        var command = JavaCommand.of(
                LoadGenerator.class, List.of("-XX:+UseSerialGC", "-Xms512m", "-Xmn256m"), String.valueOf(port), token);
        return new GeneratorProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    Result run(Command command) throws IOException {
        commands.write(JSON.writerFor(Command.class).writeValueAsString(command) + "\n");
        commands.flush();
        var line = results.readLine();
        if (line == null) {
            throw new IOException("the load generator ended at " + command);
        }
        return JSON.readValue(line, Result.class);
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        commands.close();
        process.waitFor();
    }
}
