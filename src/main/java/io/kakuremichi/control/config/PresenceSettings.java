package io.kakuremichi.control.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Who is online. */
public interface PresenceSettings {
    /** How often last-seen times and the replica's lease are written. */
    @WithDefault("3s")
    Duration interval();

    /** How long a replica that does not renew passes for alive. */
    @WithDefault("10s")
    Duration lease();
}
