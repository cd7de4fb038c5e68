package io.kakuremichi.control.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Presence of clients. */
public interface PresenceSettings {
    /** Interval at which last-seen times and the replica's lease are written. */
    @WithDefault("3s")
    Duration interval();

    /** Time after which a replica that does not renew its lease is declared dead. */
    @WithDefault("10s")
    Duration lease();
}
