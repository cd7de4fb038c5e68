package io.kakuremichi.control.overview;

import io.kakuremichi.control.overview.ReplicaState.ReplicaCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Remembers replicas that were lost. The other replicas delete the row of a dead replica within seconds, so the database shows only
 * briefly that it is missing. At most one entry for each start of a replica within {@link #SHOWN}. Any thread.
 */
final class LostReplicas {
    /** How long a lost replica is shown unless one with its name returns. */
    static final Duration SHOWN = Duration.ofMinutes(15);

    private final UUID own;
    private Map<UUID, Seen> seen = Map.of();
    private final Map<UUID, ReplicaState> lost = new HashMap<>();

    /** @param own the replica that observes */
    LostReplicas(UUID own) {
        this.own = own;
    }

    /** Compares the replicas with those of the last observation. */
    synchronized void observe(List<Seen> replicas, Instant now) {
        var present = replicas.stream().collect(Collectors.toMap(Seen::id, each -> each));
        var names = replicas.stream().map(Seen::name).collect(Collectors.toSet());
        seen.values().stream()
                .filter(each -> !present.containsKey(each.id())
                        && !each.stopping()
                        && !each.id().equals(own))
                .forEach(each -> lost.put(each.id(), each.lost(now)));
        lost.values()
                .removeIf(each -> present.containsKey(each.id())
                        || names.contains(each.name())
                        || each.isLostBefore(now.minus(SHOWN)));
        seen = present;
    }

    /** The lost replicas. */
    synchronized List<ReplicaState> now() {
        return List.copyOf(lost.values());
    }

    /** A replica at an observation. */
    record Seen(UUID id, String name, boolean stopping) {
        ReplicaState lost(Instant at) {
            return new ReplicaState(id, name, ReplicaCondition.LOST, false, 0, 0, at);
        }
    }
}
