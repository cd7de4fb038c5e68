package io.kakuremichi.control.config;

import io.kakuremichi.control.credential.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A secret that is set as it is or as a file that holds it, as Kubernetes mounts secrets. */
public final class SecretSetting {
    private SecretSetting() {}

    /**
     * The secret, without white space around it, or empty when neither is set.
     *
     * @param name the environment variable that sets it; its file's adds {@code _FILE}
     * @throws IllegalStateException with a sentence when both are set or the file can't be read
     */
    public static Optional<Secret> read(String name, Optional<String> value, Optional<Path> file) {
        return read(name, value, name + "_FILE", file);
    }

    /**
     * The same for a setting whose file is set by a variable of another name.
     *
     * @param fileName the environment variable that sets the file
     * @throws IllegalStateException with a sentence when both are set or the file can't be read
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
