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
        @Nullable TunnelReport report) {
    static TunnelRow of(Tunnel tunnel, Owner owner, @Nullable TunnelReport report) {
        return new TunnelRow(tunnel, owner.name(), owner.virtualIp(), report);
    }

    Owner owner() {
        return new Owner(agentName, agentVirtualIp);
    }

    TunnelView view() {
        return TunnelView.of(tunnel, owner(), report);
    }
}
