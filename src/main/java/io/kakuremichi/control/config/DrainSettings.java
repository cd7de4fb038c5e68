package io.kakuremichi.control.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Closing of connections when a replica stops. */
public interface DrainSettings {
    /**
     * Time over which connections are closed, so that clients do not all reconnect at once. {@code 200ms} in dev mode.
     */
    @WithDefault("10s")
    Duration duration();
}
