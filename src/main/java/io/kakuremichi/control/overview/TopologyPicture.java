package io.kakuremichi.control.overview;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.kakuremichi.control.overview.Overview.TunnelTotals;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Gateways, agents and tunnels for a picture. Each gateway forwards to each agent.
 *
 * @param at the database's time at the reading
 * @param tunnels only if agents are shown one by one and there are few tunnels; else null
 */
@RegisterForReflection
record TopologyPicture(
        Instant at,
        PictureSide gateways,
        PictureSide agents,
        @Nullable List<PictureTunnel> tunnels) {
    /**
     * The gateways or the agents.
     *
     * @param total how many clients there are
     * @param groupedBy null if they are shown one by one
     * @param nodes clients in the order of their names, or groups with those first that have the most clients offline
     */
    @RegisterForReflection
    record PictureSide(long total, @Nullable GroupedBy groupedBy, List<PictureNode> nodes) {}

    /** What the clients of one group have in common. */
    @RegisterForReflection
    enum GroupedBy {
        /** The text {@code group} of their metadata, or the beginning of their names. */
        @JsonProperty("name")
        NAME,
        /** The region of gateways. */
        @JsonProperty("region")
        REGION,
        /** Their status, and whether they have tunnels. */
        @JsonProperty("status")
        STATUS
    }

    /**
     * A client, or a group of them.
     *
     * @param id null for a group
     * @param name of the client or the group; null for the group of all that are in no other
     * @param clients how many there are by their status; a client alone is a group of one
     * @param tunnels of these agents; zeros for gateways
     */
    @RegisterForReflection
    record PictureNode(@Nullable UUID id, @Nullable String name, StatusCounts clients, TunnelTotals tunnels) {}

    /**
     * Numbers of clients by their status; each is counted once.
     *
     * @param online without a problem
     * @param error online with a problem
     * @param offline was online
     */
    @RegisterForReflection
    record StatusCounts(long online, long error, long offline, long neverConnected) {
        static final StatusCounts NONE = new StatusCounts(0, 0, 0, 0);

        long total() {
            return online + error + offline + neverConnected;
        }

        StatusCounts plus(StatusCounts other) {
            return new StatusCounts(
                    online + other.online,
                    error + other.error,
                    offline + other.offline,
                    neverConnected + other.neverConnected);
        }
    }

    /** A tunnel of a shown agent. */
    @RegisterForReflection
    record PictureTunnel(UUID id, UUID agentId, String domain, String state) {}
}
