package io.kakuremichi.control.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The change log. */
public interface FeedSettings {
    /** Interval at which the change log is read without a notification. */
    @WithDefault("3s")
    Duration interval();

    /** Retention of changes. */
    @WithDefault("7d")
    Duration retention();

    /** Maximum number of retained changes. */
    @WithDefault("100000")
    long retainedChanges();
}
