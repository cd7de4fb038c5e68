package io.kakuremichi.control.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Clients' WireGuard keys. */
public interface KeySettings {
    /** When a {@code config} contains the private key. */
    @WithDefault("once")
    KeyDeliveryMode delivery();

    /** Whether Control keeps its sealed copy after the client confirmed the key. */
    @WithDefault("false")
    boolean retain();

    /** Rotates keys that are older than this, spread over time; without it, keys are only rotated on request. */
    Optional<Duration> rotationInterval();
}
