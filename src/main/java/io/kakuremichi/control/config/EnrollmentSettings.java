package io.kakuremichi.control.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Enrollment. */
public interface EnrollmentSettings {
    /** Retention of enrollment keys that are used up, expired or revoked. Their clients stay. */
    @WithDefault("90d")
    Duration keyRetention();

    /** Interval at which ephemeral clients that stay offline are looked for. */
    @WithDefault("1m")
    Duration ephemeralInterval();
}
