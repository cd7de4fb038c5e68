package io.kakuremichi.control.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files under {@code deploy}. */
final class DeployFiles {
    private DeployFiles() {}

    static Path path(String name) {
        return Path.of("deploy").resolve(name);
    }

    static String read(String name) {
        try {
            return Files.readString(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
