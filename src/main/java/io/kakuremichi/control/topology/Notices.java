package io.kakuremichi.control.topology;

import io.kakuremichi.control.change.AgentFacts;
import io.kakuremichi.control.change.CertificateFacts;
import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.change.GatewayFacts;
import io.kakuremichi.control.change.TunnelFacts;
import io.kakuremichi.control.protocol.ControlMessage.AgentPeerCreate;
import io.kakuremichi.control.protocol.ControlMessage.AgentPeerDelete;
import io.kakuremichi.control.protocol.ControlMessage.AgentPeerUpdate;
import io.kakuremichi.control.protocol.ControlMessage.AgentSelfUpdate;
import io.kakuremichi.control.protocol.ControlMessage.AgentTunnelCreate;
import io.kakuremichi.control.protocol.ControlMessage.AgentTunnelUpdate;
import io.kakuremichi.control.protocol.ControlMessage.CertificateDelete;
import io.kakuremichi.control.protocol.ControlMessage.CertificateUpdate;
import io.kakuremichi.control.protocol.ControlMessage.GatewayPeerDelete;
import io.kakuremichi.control.protocol.ControlMessage.GatewaySelf;
import io.kakuremichi.control.protocol.ControlMessage.GatewaySelfUpdate;
import io.kakuremichi.control.protocol.ControlMessage.GatewayTunnelCreate;
import io.kakuremichi.control.protocol.ControlMessage.GatewayTunnelUpdate;
import io.kakuremichi.control.protocol.ControlMessage.TunnelDelete;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Derives the notices for clients from a change alone, so that connected clients and resuming clients get the same. A
 * notice may say more than what changed, because every message carries the whole state of its resource.
 */
final class Notices {
    private Notices() {}

    static List<Notice.Announcement> of(CommittedChange committed) {
        return switch (committed.change()) {
            case Change.AgentCreated(var agent) ->
                List.of(new Notice.ToGateways(new AgentPeerCreate(ConfigViews.agentPeer(agent))));
            case Change.AgentUpdated(var agent, var detailsOnly) when detailsOnly -> List.of();
            case Change.AgentUpdated(var agent, var detailsOnly) ->
                List.of(
                        new Notice.ToClient(agent.id(), new AgentSelfUpdate(ConfigViews.agentSelf(agent, null))),
                        new Notice.ToGateways(new AgentPeerUpdate(ConfigViews.agentPeer(agent))));
            case Change.AgentDeleted(var id) -> List.of(new Notice.ToGateways(new AgentPeerDelete(id)));
            case Change.GatewayCreated(var gateway) -> List.of(new Notice.GatewayToAgents(gateway, true));
            case Change.GatewayUpdated(var gateway, var detailsOnly) when detailsOnly -> List.of();
            case Change.GatewayUpdated(var gateway, var detailsOnly) ->
                List.of(
                        new Notice.ToClient(
                                gateway.id(),
                                new GatewaySelfUpdate(new GatewaySelf(gateway.id(), gateway.name(), null))),
                        new Notice.GatewayToAgents(gateway, false));
            case Change.GatewayDeleted(var id) -> List.of(new Notice.ToAgents(new GatewayPeerDelete(id)));
            case Change.TunnelCreated(var tunnel) ->
                List.of(
                        new Notice.ToClient(tunnel.agentId(), new AgentTunnelCreate(ConfigViews.agentTunnel(tunnel))),
                        new Notice.ToGateways(new GatewayTunnelCreate(ConfigViews.gatewayTunnel(tunnel))));
            case Change.TunnelUpdated(var tunnel, var previousAgent, var detailsOnly) ->
                detailsOnly ? List.of() : tunnelUpdated(tunnel, previousAgent);
            case Change.TunnelDeleted(var id, var agent) -> {
                var delete = new TunnelDelete(id);
                yield List.of(new Notice.ToClient(agent, delete), new Notice.ToGateways(delete));
            }
            case Change.CertificateStored(var domain, var reportedBy) ->
                certificateStored(committed.certificate(), reportedBy);
            case Change.CertificateDeleted(var domain) -> List.of(new Notice.ToGateways(new CertificateDelete(domain)));
            case Change.KeyOffered offered -> List.of();
        };
    }

    private static List<Notice.Announcement> tunnelUpdated(TunnelFacts tunnel, UUID previousAgent) {
        var toGateways = new Notice.ToGateways(new GatewayTunnelUpdate(ConfigViews.gatewayTunnel(tunnel)));
        var ofAgent = ConfigViews.agentTunnel(tunnel);
        if (previousAgent.equals(tunnel.agentId())) {
            return List.of(new Notice.ToClient(tunnel.agentId(), new AgentTunnelUpdate(ofAgent)), toGateways);
        }
        return List.of(
                new Notice.ToClient(previousAgent, new TunnelDelete(tunnel.id())),
                new Notice.ToClient(tunnel.agentId(), new AgentTunnelCreate(ofAgent)),
                toGateways);
    }

    /** A certificate that has been deleted since yields no notice; its deletion follows. */
    private static List<Notice.Announcement> certificateStored(
            @Nullable CertificateFacts certificate, @Nullable UUID reportedBy) {
        return certificate == null
                ? List.of()
                : List.of(new Notice.ToGateways(
                        new CertificateUpdate(ConfigViews.certificateItem(certificate)), reportedBy));
    }

    /** Removes or replaces the messages about a tunnel that change nothing for their receivers. */
    static void dropUnchanged(List<Notice> notices, TunnelFacts before, TunnelFacts after) {
        if (after.equals(before)) {
            notices.clear();
        } else if (after.differsInProxiesOnly(before)) {
            notices.clear();
            notices.add(new Notice.ProxiesChanged(after));
        }
    }

    /** Removes the messages about an agent that change nothing for their receivers. */
    static void dropUnchanged(List<Notice> notices, AgentFacts before, AgentFacts after) {
        if (ConfigViews.agentSelf(before, null).equals(ConfigViews.agentSelf(after, null))) {
            notices.removeIf(Notice.ToClient.class::isInstance);
        }
        if (ConfigViews.agentPeer(before).equals(ConfigViews.agentPeer(after))) {
            notices.removeIf(Notice.ToGateways.class::isInstance);
        }
    }

    /** Removes the messages about a gateway that change nothing for their receivers. */
    static void dropUnchanged(List<Notice> notices, GatewayFacts before, GatewayFacts after) {
        if (before.name().equals(after.name())) {
            notices.removeIf(Notice.ToClient.class::isInstance);
        }
        if (ConfigViews.gateway(before).equals(ConfigViews.gateway(after))) {
            notices.removeIf(Notice.GatewayToAgents.class::isInstance);
        }
    }
}
