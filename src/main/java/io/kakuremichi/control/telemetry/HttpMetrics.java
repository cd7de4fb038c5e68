package io.kakuremichi.control.telemetry;

import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Leaves out how long each socket has been open: two entries in a concurrent map for every connection, of which there may be
 * tens of thousands. How many there are, {@code kakuremichi_sessions} tells.
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
