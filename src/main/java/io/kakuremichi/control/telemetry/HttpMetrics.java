package io.kakuremichi.control.telemetry;

import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Removes the metric of how long each socket has been open, which needs two entries in a concurrent map for every
 * connection, and there may be tens of thousands. {@code kakuremichi_sessions} has the number of connections.
 */
final class HttpMetrics {
    private static final Set<String> PER_CONNECTION =
            Set.of("http.server.connections", "http.server.websocket.connections");

    private HttpMetrics() {}

    @Produces
    @Singleton
    static MeterFilter withoutConnections() {
        return MeterFilter.deny(meter -> PER_CONNECTION.contains(meter.getName()));
    }
}
