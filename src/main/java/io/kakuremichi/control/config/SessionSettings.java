package io.kakuremichi.control.config;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Connections of clients. */
public interface SessionSettings {
    /** How long a connection may stay unauthenticated. */
    @WithDefault("10s")
    Duration authTimeout();

    /** How often clients are told to send a heartbeat. */
    @WithDefault("30s")
    Duration heartbeatInterval();

    /** How often silent clients are looked for. */
    @WithDefault("30s")
    Duration heartbeatCheck();

    /** How long a client may be silent. */
    @WithDefault("60s")
    Duration heartbeatTimeout();

    /** Interval of protocol pings, by which a client notices that its Control is gone. {@code 0} turns them off. */
    @WithDefault("30s")
    Duration pingInterval();

    /** How long a client may take nothing. */
    @WithDefault("30s")
    Duration sendTimeout();

    /** Messages that may wait for a client before one fresh {@code config} replaces them. */
    @WithDefault("256")
    @Min(8) int outboundQueue();

    /** Messages of a client that may wait before it is cut off. */
    @WithDefault("64")
    @Min(1) int inboundQueue();

    /** Errors a client may cause in a minute before it is cut off (4429). */
    @WithDefault("20")
    @Min(1) int errorsPerMinute();
}
