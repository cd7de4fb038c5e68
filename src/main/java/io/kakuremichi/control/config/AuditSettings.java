package io.kakuremichi.control.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Who changed what. */
public interface AuditSettings {
    /** How long entries are kept. */
    @WithDefault("90d")
    Duration retention();
}
