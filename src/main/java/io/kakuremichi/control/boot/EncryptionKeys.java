package io.kakuremichi.control.boot;

import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.config.SecretSetting;
import io.kakuremichi.control.credential.KeyRing;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the key ring from the configuration. */
class EncryptionKeys {
    private static final String NAME = "KAKUREMICHI_ENCRYPTION_KEY";

    @Produces
    @Singleton
    KeyRing keyRing(ControlConfig config, MeterRegistry metrics) {
        var keys = read(config.encryptionKey(), config.encryptionKeyFile())
                .orElseThrow(() -> new ConfigurationException(NAME + " is not set"));
        FunctionCounter.builder("kakuremichi.seals.broken", keys, KeyRing::broken)
                .description("Stored secrets that could not be opened")
                .register(metrics);
        return keys;
    }

    /**
     * The key ring, or empty if neither a value nor a file is configured.
     *
     * @throws IllegalStateException with a sentence that quotes no key
     */
    static Optional<KeyRing> read(Optional<String> value, Optional<Path> file) {
        var setting = SecretSetting.read(NAME, value, file);
        try {
            return setting.map(keys -> KeyRing.parse(keys.value()));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(NAME + " is not valid: " + e.getMessage());
        }
    }
}
