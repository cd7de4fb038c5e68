package io.kakuremichi.control.tunnel;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tunnel as REST shows it.
 *
 * @param agentStatus the status of the agent at the time of the answer
 * @param managedBy the manager of the document that declares it
 * @param reportedStatus the status that the agent last reported, as free text; null before the first report
 */
@RegisterForReflection
record TunnelView(
        UUID id,
        String domain,
        UUID agentId,
        String agentName,
        String agentStatus,
        String target,
        @Nullable String description,
        boolean enabled,
        boolean httpProxyEnabled,
        boolean socksProxyEnabled,
        @Nullable String managedBy,
        @Nullable String reportedStatus,
        @Nullable Instant reportedAt,
        Instant createdAt,
        Instant updatedAt) {
    static TunnelView of(Tunnel tunnel, Owner owner, @Nullable TunnelReport report) {
        return new TunnelView(
                tunnel.id,
                tunnel.domain,
                tunnel.agentId,
                owner.name(),
                owner.status(),
                tunnel.target,
                tunnel.description,
                tunnel.enabled,
                tunnel.httpProxyEnabled,
                tunnel.socksProxyEnabled,
                tunnel.managedBy,
                report == null ? null : report.status,
                report == null ? null : report.reportedAt,
                tunnel.createdAt,
                tunnel.updatedAt);
    }
}
