package io.kakuremichi.control.tunnel;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * A tunnel with its related data, as one query selects it.
 *
 * @param report null before the agent's first report
 */
@RegisterForReflection
public record TunnelRow(
        Tunnel tunnel,
        String agentName,
        String agentVirtualIp,
        String agentStatus,
        @Nullable TunnelReport report) {
    static TunnelRow of(Tunnel tunnel, Owner owner, @Nullable TunnelReport report) {
        return new TunnelRow(tunnel, owner.name(), owner.virtualIp(), owner.status(), report);
    }

    Owner owner() {
        return new Owner(agentName, agentVirtualIp, agentStatus);
    }

    TunnelView view() {
        return TunnelView.of(tunnel, owner(), report);
    }
}
