package io.kakuremichi.control.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The change log and who reads it. */
public interface FeedSettings {
    /** How often the change log is read although nothing was notified. */
    @WithDefault("3s")
    Duration interval();

    /** How long changes are kept. */
    @WithDefault("7d")
    Duration retention();

    /** How many changes are kept at the most. */
    @WithDefault("100000")
    long retainedChanges();
}
