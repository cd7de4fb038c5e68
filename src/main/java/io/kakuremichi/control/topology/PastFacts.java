package io.kakuremichi.control.topology;

import io.kakuremichi.control.change.AgentFacts;
import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.change.GatewayFacts;
import io.kakuremichi.control.change.TunnelFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Derives the notices of logged changes, and omits those that changed nothing, as far as the log has the earlier state. Otherwise a
 * client would seem to need a revision that it was never sent.
 */
final class PastFacts {
    private final Map<UUID, AgentFacts> agents = new HashMap<>();
    private final Map<UUID, GatewayFacts> gateways = new HashMap<>();
    private final Map<UUID, TunnelFacts> tunnels = new HashMap<>();

    /** The notices of the next change in the log. */
    List<Notice> noticesOf(CommittedChange committed) {
        var notices = new ArrayList<Notice>(Notices.of(committed));
        switch (committed.change()) {
            case Change.AgentCreated(var agent) -> agents.put(agent.id(), agent);
            case Change.AgentUpdated(var agent, var detailsOnly) -> {
                var before = agents.put(agent.id(), agent);
                if (before != null) {
                    Notices.dropUnchanged(notices, before, agent);
                }
            }
            case Change.GatewayCreated(var gateway) -> gateways.put(gateway.id(), gateway);
            case Change.GatewayUpdated(var gateway, var detailsOnly) -> {
                var before = gateways.put(gateway.id(), gateway);
                if (before != null) {
                    Notices.dropUnchanged(notices, before, gateway);
                }
            }
            case Change.TunnelCreated(var tunnel) -> tunnels.put(tunnel.id(), tunnel);
            case Change.TunnelUpdated(var tunnel, var previousAgent, var detailsOnly) -> {
                var before = tunnels.put(tunnel.id(), tunnel);
                if (before != null) {
                    Notices.dropUnchanged(notices, before, tunnel);
                }
            }
            case Change.AgentDeleted deleted -> {}
            case Change.GatewayDeleted deleted -> {}
            case Change.TunnelDeleted deleted -> {}
            case Change.KeyOffered offered -> {}
            case Change.CertificateStored stored -> {}
            case Change.CertificateDeleted deleted -> {}
        }
        return notices;
    }
}
