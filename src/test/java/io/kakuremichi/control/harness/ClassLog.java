package io.kakuremichi.control.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Which classes a process on the jar loads from the program's files, logged by its JVM. */
public final class ClassLog {
    private static final String FROM_FILE = " source: file:";

    private final Path file;
    private long read;

    /** @param file where the JVM writes */
    public ClassLog(Path file) {
        this.file = file;
    }

    /** Options of a JVM that writes the log. Without a cache, from which classes would be loaded early. */
    public List<String> options() {
        return List.of(
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xlog:class+load:file=" + file + ":none:filecount=0");
    }

    /** Skips what was logged until now. */
    public void skip() throws IOException {
        try (var lines = Files.lines(file)) {
            read = lines.count();
        }
    }

    /** Names of the classes that were loaded from files since {@link #skip}. Classes of the JDK come from its image, lambdas from memory. */
    public List<String> sinceSkip() throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.skip(read)
                    .filter(line -> line.contains(FROM_FILE))
                    .map(line -> line.substring(0, line.indexOf(FROM_FILE)))
                    .sorted()
                    .toList();
        }
    }
}
