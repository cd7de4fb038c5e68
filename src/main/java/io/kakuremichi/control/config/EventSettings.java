package io.kakuremichi.control.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Readers of {@code /api/events}. */
public interface EventSettings {
    /** Readers of one replica; above it, a call gets 503. */
    @WithDefault("200")
    int maxReaders();

    /** Interval of the comments that keep a stream alive. */
    @WithDefault("15s")
    Duration keepAlive();

    /** Time in which a reader must accept what it is sent; above it, its stream ends. */
    @WithDefault("30s")
    Duration sendTimeout();

    /** How far a reader may lag behind; above it, its stream ends. All readers of a replica share this memory. */
    @WithDefault("8M")
    MemorySize maxLag();
}
