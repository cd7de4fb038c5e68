package io.kakuremichi.control.topology;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The size of a topology.
 *
 * @param firstExpiry the first expiry of a certificate; null without certificates
 */
public record TopologySize(
        int agents,
        int gateways,
        int tunnels,
        int certificates,
        @Nullable Instant firstExpiry) {
    static final TopologySize NOTHING = new TopologySize(0, 0, 0, 0, null);
}
