package io.kakuremichi.control.boot;

import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.credential.KeyRing;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Reads the key ring from the configuration. */
class EncryptionKeys {
    private static final String NAME = "KAKUREMICHI_ENCRYPTION_KEY";

    @Produces
    @Singleton
    KeyRing keyRing(ControlConfig config, MeterRegistry metrics) {
        var keys = read(config.encryptionKey()).orElseThrow(() -> new ConfigurationException(NAME + " is not set"));
        FunctionCounter.builder("kakuremichi.seals.broken", keys, KeyRing::broken)
                .description("Stored secrets that could not be opened")
                .register(metrics);
        return keys;
    }

    /**
     * The key ring, or empty when no key is set.
     *
     * @throws IllegalStateException with a sentence that quotes no key
     */
    static Optional<KeyRing> read(Optional<String> setting) {
        return read(setting, NAME);
    }

    /** @param name what the sentence calls the setting or file */
    static Optional<KeyRing> read(Optional<String> text, String name) {
        try {
            return text.map(KeyRing::parse);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(name + " is not valid: " + e.getMessage());
        }
    }
}
