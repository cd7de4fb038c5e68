package io.kakuremichi.control.bench;

import io.kakuremichi.control.harness.ControlProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is measured: the jar, and beside it the native binary where one was built.
 *
 * @param name by which the report tells one from the other
 * @param binary empty for the jar
 */
record Program(String name, Optional<Path> binary) {
    static final Program JAR = new Program("jar", Optional.empty());

    /** The jar, then the binary if there is one. */
    static List<Program> all() {
        return Stream.concat(Stream.of(JAR), nativeBinary().stream()).toList();
    }

    static Optional<Program> nativeBinary() {
        try (var files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.toString().endsWith("-runner"))
                    .findFirst()
                    .map(file -> new Program("binary", Optional.of(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it and returns at once; the options are for a JVM. */
    ControlProcess launch(Path dataDir, Map<String, String> settings, List<String> jvmOptions) throws IOException {
        return binary.isPresent()
                ? ControlProcess.launchBinary(binary.get(), dataDir, settings)
                : ControlProcess.launch(dataDir, settings, jvmOptions);
    }

    /** The same, and waits until it is ready. */
    ControlProcess start(Path dataDir, Map<String, String> settings, List<String> jvmOptions) throws IOException {
        var control = launch(dataDir, settings, jvmOptions);
        control.awaitReady();
        return control;
    }
}
