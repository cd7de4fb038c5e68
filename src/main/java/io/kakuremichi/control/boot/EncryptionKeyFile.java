package io.kakuremichi.control.boot;

import io.kakuremichi.control.config.FileFault;
import io.kakuremichi.control.config.SecretSetting;
import io.kakuremichi.control.credential.KeyRing;
import io.kakuremichi.control.credential.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The key file next to the embedded database, readable by its owner only. Without this key every stored secret is lost.
 */
final class EncryptionKeyFile {
    private static final String NAME = "encryption-key";

    private EncryptionKeyFile() {}

    /** The path of the key file in that directory. */
    static Path path(Path dataDir) {
        return dataDir.resolve(NAME).toAbsolutePath();
    }

    /**
     * The keys in the file of that directory, or empty if there is no such file.
     *
     * @throws IllegalStateException with a sentence, if the file can't be read or contains something else
     */
    static Optional<KeyRing> read(Path dataDir) {
        var file = path(dataDir);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return EncryptionKeys.read(
                SecretSetting.read("KAKUREMICHI_ENCRYPTION_KEY", Optional.empty(), Optional.of(file))
                        .map(Secret::value),
                "the encryption key in " + file);
    }

    /**
     * The file in that directory, created with a new key if missing. This process must hold the lock of the directory.
     */
    static Path in(Path dataDir) {
        var file = path(dataDir);
        if (Files.exists(file)) {
            return file;
        }
        try {
            // Written to a temporary file and moved, so that a crash never leaves a partial key.
            var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            var fresh = dataDir.resolve(NAME + ".new").toAbsolutePath();
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, owner);
            Files.writeString(fresh, KeyRing.newKey().value() + "\n");
            force(fresh);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            force(dataDir);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("the encryption key cannot be created: " + FileFault.of(e), e);
        }
    }

    /** Synced before anything is sealed with it: sealed data that outlives the key would be lost. */
    private static void force(Path path) throws IOException {
        try (var channel = FileChannel.open(path)) {
            channel.force(true);
        }
    }
}
