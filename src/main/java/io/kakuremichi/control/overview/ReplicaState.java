package io.kakuremichi.control.overview;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A replica of Control.
 *
 * @param id new at each start
 * @param answering whether it is the one that answers
 * @param agents connected to it
 * @param gateways connected to it
 * @param lostAt null unless it was lost
 */
@RegisterForReflection
record ReplicaState(
        UUID id,
        String name,
        ReplicaCondition state,
        boolean answering,
        long agents,
        long gateways,
        @Nullable Instant lostAt) {
    boolean isLostBefore(Instant time) {
        return lostAt != null && lostAt.isBefore(time);
    }

    /** What a replica does. */
    @RegisterForReflection
    enum ReplicaCondition {
        @JsonProperty("running")
        RUNNING,
        /** It closes its connections. */
        @JsonProperty("stopping")
        STOPPING,
        /** It did not renew its lease and did not say that it stops. */
        @JsonProperty("lost")
        LOST
    }
}
