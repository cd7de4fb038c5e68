package io.kakuremichi.control.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What tests leave behind for people: pictures and logs of what failed. */
final class Artefacts {
    static final Path DIRECTORY = Path.of("target", "browser").toAbsolutePath();

    private Artefacts() {}

    static Path file(String name) {
        return DIRECTORY.resolve(name.replaceAll("[^\\w.-]+", "-"));
    }

    static void write(String name, List<String> lines) {
        try {
            Files.createDirectories(DIRECTORY);
            Files.write(file(name), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
