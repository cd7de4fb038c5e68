package io.kakuremichi.control.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Audit. */
public interface AuditSettings {
    /** Retention of entries. */
    @WithDefault("90d")
    Duration retention();
}
