package io.kakuremichi.control.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * Limits. They protect all clients from the load of one or many others. Each replica counts separately;
 * {@code kakuremichi_limits_reached_total{limit}} counts how often each was reached. Responses with 429 and 503 carry
 * {@code Retry-After}.
 */
public interface LimitSettings {
    /**
     * Failed authentications in a minute, REST and WebSocket together, for each IPv4 address or IPv6 /64; above it,
     * every request from there gets 429 until the minute has passed.
     */
    @WithDefault("60")
    int failedAuthenticationsPerMinute();

    /** Connections of clients; above it, an upgrade gets 503. */
    @WithDefault("50000")
    int connections();

    /**
     * Connections that have not authenticated yet, with room for a reconnect of all clients; above it, an upgrade
     * without {@code Authorization} gets 503.
     */
    @WithDefault("20000")
    int unauthenticated();

    /**
     * Sustained messages a second on one connection; above it, a message is dropped with an {@code error}
     * {@code RATE_LIMITED}.
     */
    @WithDefault("50")
    int messagesPerSecond();

    /** Messages that a connection may send in a burst. */
    @WithDefault("200")
    int messageBurst();

    /** The largest REST body; above it, 413. */
    @WithDefault("1M")
    MemorySize maxBodySize();

    /** The largest document of declarative state, and the largest import; above it, 413. */
    @WithDefault("16M")
    MemorySize maxDocumentSize();

    /**
     * Time in which a request must arrive, and for which an idle connection is kept alive; above it, the connection is
     * closed.
     */
    @WithDefault("30s")
    Duration requestTime();
}
