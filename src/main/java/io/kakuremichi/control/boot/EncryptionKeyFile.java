package io.kakuremichi.control.boot;

import io.kakuremichi.control.credential.KeyRing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The key beside the embedded database, for its owner's eyes only. Losing it is losing every stored secret. */
final class EncryptionKeyFile {
    private static final String NAME = "encryption-key";

    private EncryptionKeyFile() {}

    /** Where it is in that directory, if it is there. */
    static Path path(Path dataDir) {
        return dataDir.resolve(NAME).toAbsolutePath();
    }

    /** The file in that directory, made with a new key if there is none. The directory must be locked by this process. */
    static Path in(Path dataDir) {
        var file = path(dataDir);
        if (Files.exists(file)) {
            return file;
        }
        try {
            // Written aside and moved, so that a crash never leaves half a key.
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
            throw new UncheckedIOException("the encryption key can't be made: " + e.getMessage(), e);
        }
    }

    /** On the disk before anything is sealed with it: what outlived the key would be lost. */
    private static void force(Path path) throws IOException {
        try (var channel = FileChannel.open(path)) {
            channel.force(true);
        }
    }
}
