package io.kakuremichi.control.platform;

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
        if (value.isPresent() && file.isPresent()) {
            throw new IllegalStateException("set either %s or %s_FILE, not both".formatted(name, name));
        }
        return value.or(() -> file.map(path -> content(name, path))).map(Secret::new);
    }

    private static String content(String name, Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new IllegalStateException("%s_FILE can't be read: %s".formatted(name, file), e);
        }
    }
}
