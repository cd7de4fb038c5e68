package io.kakuremichi.control.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Connections of clients. */
public interface SessionSettings {
    /** Time in which a new connection must authenticate. */
    @WithDefault("10s")
    Duration authTimeout();

    /** Interval at which clients send heartbeats. */
    @WithDefault("30s")
    Duration heartbeatInterval();

    /** Interval at which silent clients are looked for. */
    @WithDefault("30s")
    Duration heartbeatCheck();

    /** Time without any message after which a client is disconnected. */
    @WithDefault("60s")
    Duration heartbeatTimeout();

    /** Interval of protocol pings, by which a client detects that Control is gone. {@code 0} turns them off. */
    @WithDefault("30s")
    Duration pingInterval();

    /** Time in which a client must read a message. */
    @WithDefault("30s")
    Duration sendTimeout();

    /** Messages that may wait for a client; above it, one fresh {@code config} replaces them. */
    @WithDefault("256")
    int outboundQueue();

    /** Messages from a client that may wait; above it, the client is disconnected. */
    @WithDefault("64")
    int inboundQueue();

    /** Errors within a minute at which a client is disconnected (4429). */
    @WithDefault("20")
    int errorsPerMinute();
}
