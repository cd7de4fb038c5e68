package io.kakuremichi.control.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kakuremichi.control.credential.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A secret that is configured as a value or as a file, as Kubernetes mounts secrets. */
public final class SecretSetting {
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final int LONGEST = 64 * 1024;

    private SecretSetting() {}

    /**
     * The secret without surrounding white space and byte order mark, or empty if neither is set.
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
        return value.map(SecretSetting::clean)
                .or(() -> file.map(path -> content(fileName, path)))
                .map(Secret::new);
    }

    /** Editors and {@code echo} add a line end, and Windows a byte order mark: invisible, and never part of a secret. */
    private static String clean(String value) {
        return (value.startsWith(BYTE_ORDER_MARK) ? value.substring(1) : value).strip();
    }

    private static String content(String fileName, Path file) {
        var content = clean(text(fileName, file));
        if (content.isEmpty()) {
            throw new IllegalStateException("%s is empty: %s".formatted(fileName, file));
        }
        return content;
    }

    private static String text(String fileName, Path file) {
        if (Files.isDirectory(file)) {
            throw new IllegalStateException("%s is a directory: %s".formatted(fileName, file));
        }
        try (var input = Files.newInputStream(file)) {
            var bytes = input.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new IllegalStateException("%s is too long for a secret: %s".formatted(fileName, file));
            }
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("%s is not UTF-8 text: %s".formatted(fileName, file), e);
        } catch (IOException e) {
            throw new IllegalStateException("%s can't be read: %s".formatted(fileName, FileFault.of(e)), e);
        }
    }
}
