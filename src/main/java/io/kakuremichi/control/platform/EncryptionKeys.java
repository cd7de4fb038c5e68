package io.kakuremichi.control.platform;

import io.kakuremichi.control.credential.KeyRing;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the key ring from the configuration. */
class EncryptionKeys {
    @Produces
    @Singleton
    KeyRing keyRing(ControlConfig config) {
        try {
            return KeyRing.parse(text(config));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("KAKUREMICHI_ENCRYPTION_KEY is not valid: " + e.getMessage());
        }
    }

    private static String text(ControlConfig config) {
        return config.encryptionKey()
                .or(() -> config.encryptionKeyFile().map(EncryptionKeys::read))
                .orElseThrow(() -> new ConfigurationException("KAKUREMICHI_ENCRYPTION_KEY is not set"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ConfigurationException("the encryption key file " + file + " can't be read");
        }
    }
}
