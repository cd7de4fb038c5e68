package io.kakuremichi.control.config;

import io.kakuremichi.control.credential.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A secret that is configured as a value or as a file, as Kubernetes mounts secrets. */
public final class SecretSetting {
    private SecretSetting() {}

    /**
     * The secret without surrounding white space, or empty if neither is set.
     *
     * @param name the environment variable of the value; {@code _FILE} is appended for the file
     * @throws IllegalStateException with a sentence, if both are set or the file cannot be read
     */
    public static Optional<Secret> read(String name, Optional<String> value, Optional<Path> file) {
        return read(name, value, name + "_FILE", file);
    }

    /**
     * The same for a file variable with another name.
     *
     * @param fileName the environment variable of the file
     * @throws IllegalStateException with a sentence, if both are set or the file cannot be read
     */
    public static Optional<Secret> read(String name, Optional<String> value, String fileName, Optional<Path> file) {
        if (value.isPresent() && file.isPresent()) {
            throw new IllegalStateException("set either %s or %s, not both".formatted(name, fileName));
        }
        return value.or(() -> file.map(path -> content(fileName, path))).map(Secret::new);
    }

    private static String content(String fileName, Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new IllegalStateException("%s can't be read: %s".formatted(fileName, file), e);
        }
    }
}
