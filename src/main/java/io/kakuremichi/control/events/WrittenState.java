package io.kakuremichi.control.events;

import io.kakuremichi.control.state.StateHint;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** The objects whose state was written since it was last read. Bounded by the number of objects. Not thread-safe. */
final class WrittenState {
    final Set<UUID> clients = new HashSet<>();
    final Set<UUID> tunnels = new HashSet<>();
    boolean allAgents;
    boolean allGateways;
    boolean allTunnels;
    boolean replicas;

    static WrittenState of(StateHint hint) {
        var written = new WrittenState();
        switch (hint) {
            case StateHint.Clients(var ids) -> written.clients.addAll(ids);
            case StateHint.Tunnels(var ids) -> written.tunnels.addAll(ids);
            case StateHint.Replicas() -> written.replicas = true;
            case StateHint.Wanted() -> {}
        }
        return written;
    }

    static WrittenState all() {
        var written = new WrittenState();
        written.allAgents = true;
        written.allGateways = true;
        written.allTunnels = true;
        written.replicas = true;
        return written;
    }

    /** A change that an agent and all gateways receive. */
    void ofAgent(UUID agent, boolean detailsOnly) {
        if (!detailsOnly) {
            clients.add(agent);
            allGateways = true;
        }
    }

    void add(WrittenState more) {
        clients.addAll(more.clients);
        tunnels.addAll(more.tunnels);
        allAgents |= more.allAgents;
        allGateways |= more.allGateways;
        allTunnels |= more.allTunnels;
        replicas |= more.replicas;
    }

    boolean hasClients() {
        return allAgents || allGateways || !clients.isEmpty();
    }

    boolean hasTunnels() {
        return allTunnels || !tunnels.isEmpty();
    }

    boolean isEmpty() {
        return !hasClients() && !hasTunnels() && !replicas;
    }
}
