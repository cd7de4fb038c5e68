package io.kakuremichi.control.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lines of {@code NAME=value}, as Kustomize and systemd read them. */
final class EnvironmentFile {
    private EnvironmentFile() {}

    static Map<String, String> read(Path file) {
        try {
            var settings = new LinkedHashMap<String, String>();
            for (var line : Files.readAllLines(file)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    assertThat(line).as(file.toString()).matches("[A-Z][A-Z0-9_]*=.*");
                    var equals = line.indexOf('=');
                    var former = settings.put(line.substring(0, equals), line.substring(equals + 1));
                    assertThat(former).as("%s: former value of %s", file, line).isNull();
                }
            }
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, with the settings that are only shown: lines of {@code #NAME=value}. */
    static Map<String, String> readWithExamples(Path file) {
        try {
            var settings = new LinkedHashMap<>(read(file));
            for (var line : Files.readAllLines(file)) {
                if (line.matches("#[A-Z][A-Z0-9_]*=.*")) {
                    settings.putIfAbsent(line.substring(1, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
                }
            }
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
