package io.kakuremichi.control.events;

import io.kakuremichi.control.change.AgentFacts;
import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.change.GatewayFacts;
import io.kakuremichi.control.change.TunnelFacts;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What events are about: public facts, without keys. */
final class EventItems {
    private EventItems() {}

    /** An agent. */
    @RegisterForReflection
    record AgentItem(UUID id, String name, String virtualIp, String subnet, String wireguardPublicKey) {
        static AgentItem of(AgentFacts agent) {
            return new AgentItem(
                    agent.id(), agent.name(), agent.virtualIp(), agent.subnet(), agent.wireguardPublicKey());
        }
    }

    /** A gateway. */
    @RegisterForReflection
    record GatewayItem(UUID id, String name, @Nullable String publicIp, int hostNumber, String wireguardPublicKey) {
        static GatewayItem of(GatewayFacts gateway) {
            return new GatewayItem(
                    gateway.id(),
                    gateway.name(),
                    gateway.publicIp(),
                    gateway.hostNumber(),
                    gateway.wireguardPublicKey());
        }
    }

    /** A tunnel. */
    @RegisterForReflection
    record TunnelItem(
            UUID id,
            String domain,
            UUID agentId,
            String target,
            boolean enabled,
            boolean httpProxyEnabled,
            boolean socksProxyEnabled) {
        static TunnelItem of(TunnelFacts tunnel) {
            return new TunnelItem(
                    tunnel.id(),
                    tunnel.domain(),
                    tunnel.agentId(),
                    tunnel.target(),
                    tunnel.enabled(),
                    tunnel.httpProxyEnabled(),
                    tunnel.socksProxyEnabled());
        }
    }

    /**
     * A certificate.
     *
     * @param expiresAt null if it was deleted meanwhile
     */
    @RegisterForReflection
    record CertificateEventItem(String domain, @Nullable String expiresAt) {}

    /** Something that was deleted, or a client whose keys changed. */
    @RegisterForReflection
    record IdItem(UUID id) {}

    /** A tunnel that was deleted. */
    @RegisterForReflection
    record DeletedTunnelItem(UUID id, UUID agentId) {}

    /** A certificate that was deleted. */
    @RegisterForReflection
    record DomainItem(String domain) {}

    /** The state of a client; the fields are those of REST. */
    @RegisterForReflection
    record ClientItem(
            UUID id,
            String kind,
            boolean online,
            String status,
            @Nullable Long revisionApplied,
            @Nullable Long revisionWanted,
            @Nullable ClientError lastError,
            @Nullable String replica) {}

    /** The last problem of a client. */
    @RegisterForReflection
    record ClientError(long revision, String message, String at) {}

    /** The status that an agent reported. */
    @RegisterForReflection
    record TunnelStatusItem(UUID id, String status) {}

    /** A replica. */
    @RegisterForReflection
    record ReplicaItem(UUID id, String name, boolean stopping) {}

    static EventType type(Change change) {
        return switch (change) {
            case Change.AgentCreated created -> EventType.AGENT_CREATE;
            case Change.AgentUpdated updated -> EventType.AGENT_UPDATE;
            case Change.AgentDeleted deleted -> EventType.AGENT_DELETE;
            case Change.GatewayCreated created -> EventType.GATEWAY_CREATE;
            case Change.GatewayUpdated updated -> EventType.GATEWAY_UPDATE;
            case Change.GatewayDeleted deleted -> EventType.GATEWAY_DELETE;
            case Change.TunnelCreated created -> EventType.TUNNEL_CREATE;
            case Change.TunnelUpdated updated -> EventType.TUNNEL_UPDATE;
            case Change.TunnelDeleted deleted -> EventType.TUNNEL_DELETE;
            case Change.KeyOffered offered -> EventType.KEY_OFFER;
            case Change.CertificateStored stored -> EventType.CERTIFICATE_UPDATE;
            case Change.CertificateDeleted deleted -> EventType.CERTIFICATE_DELETE;
        };
    }

    /** @param certificateExpiresAt of a certificate that was stored, if it still exists */
    static Object of(Change change, @Nullable String certificateExpiresAt) {
        return switch (change) {
            case Change.AgentCreated(var agent) -> AgentItem.of(agent);
            case Change.AgentUpdated(var agent, var detailsOnly) -> AgentItem.of(agent);
            case Change.AgentDeleted(var id) -> new IdItem(id);
            case Change.GatewayCreated(var gateway) -> GatewayItem.of(gateway);
            case Change.GatewayUpdated(var gateway, var detailsOnly) -> GatewayItem.of(gateway);
            case Change.GatewayDeleted(var id) -> new IdItem(id);
            case Change.TunnelCreated(var tunnel) -> TunnelItem.of(tunnel);
            case Change.TunnelUpdated(var tunnel, var previousAgent, var detailsOnly) -> TunnelItem.of(tunnel);
            case Change.TunnelDeleted(var id, var agent) -> new DeletedTunnelItem(id, agent);
            case Change.KeyOffered(var id) -> new IdItem(id);
            case Change.CertificateStored(var domain, var reportedBy) ->
                new CertificateEventItem(domain, certificateExpiresAt);
            case Change.CertificateDeleted(var domain) -> new DomainItem(domain);
        };
    }
}
