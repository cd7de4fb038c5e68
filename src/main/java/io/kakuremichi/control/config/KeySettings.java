package io.kakuremichi.control.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Clients' WireGuard keys. */
public interface KeySettings {
    /** When a private key is part of a {@code config}. */
    @WithDefault("once")
    KeyDeliveryMode delivery();

    /** Whether Control keeps its copy, sealed, after the client confirmed to have the key. */
    @WithDefault("false")
    boolean retain();

    /** Rotates pairs older than this, spread over time; without it keys are rotated on request only. */
    Optional<Duration> rotationInterval();
}
