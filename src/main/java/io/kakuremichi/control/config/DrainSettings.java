package io.kakuremichi.control.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How connections end when a replica stops. */
public interface DrainSettings {
    /** Over how long a time connections are closed, so that not all clients come back at once. In dev mode {@code 200ms}. */
    @WithDefault("10s")
    Duration duration();
}
