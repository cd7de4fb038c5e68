package io.kakuremichi.control.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/**
 * Limits. They keep one client, or many, from taking what the others need. Each replica counts for itself;
 * {@code kakuremichi_limits_reached_total{limit}} tells how often each was reached. With 429 and 503 comes {@code Retry-After}.
 */
public interface LimitSettings {
    /**
     * Failed authentications in a minute, REST and WebSocket together, per IPv4 address or IPv6 /64; over it, 429 for everything
     * from there until the minute is over.
     */
    @WithDefault("60")
    @Min(1) int failedAuthenticationsPerMinute();

    /** Connections of clients; over it, an upgrade gets 503. */
    @WithDefault("50000")
    @Min(1) int connections();

    /**
     * Connections that have not shown a key yet: room for everybody to come back at once; over it, an upgrade without
     * {@code Authorization} gets 503.
     */
    @WithDefault("20000")
    @Min(1) int unauthenticated();

    /**
     * Messages a second that a connection may send in the long run; over it, a message is dropped with an {@code error}
     * {@code RATE_LIMITED}.
     */
    @WithDefault("50")
    @Min(1) int messagesPerSecond();

    /** Messages that a connection may send at once. */
    @WithDefault("200")
    @Min(1) int messageBurst();

    /** The largest REST body; over it, 413. */
    @WithDefault("1M")
    MemorySize maxBodySize();

    /** How long a request may take to come in, and how long a connection may be kept alive for the next; over it, it is cut. */
    @WithDefault("30s")
    Duration requestTime();
}
