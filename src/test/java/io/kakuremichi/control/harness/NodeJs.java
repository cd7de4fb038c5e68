package io.kakuremichi.control.harness;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Node.js, which some tests use when the machine has it. */
public final class NodeJs {
    private NodeJs() {}

    /** The path of the program, if it is on the PATH. */
    public static Optional<String> find() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(place -> Path.of(place).resolve("node"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
