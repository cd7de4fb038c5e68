package io.kakuremichi.control.topology;

import io.kakuremichi.control.change.AgentFacts;
import io.kakuremichi.control.change.CertificateFacts;
import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.change.GatewayFacts;
import io.kakuremichi.control.change.TunnelFacts;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.protocol.ControlMessage.AgentTunnelCreate;
import io.kakuremichi.control.protocol.ControlMessage.AgentTunnelUpdate;
import io.kakuremichi.control.protocol.ControlMessage.GatewayTunnelCreate;
import io.kakuremichi.control.protocol.ControlMessage.GatewayTunnelUpdate;
import io.kakuremichi.control.protocol.ControlMessage.GatewayView;
import io.kakuremichi.control.protocol.ControlMessage.TunnelDelete;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything clients are told, at one revision. Not thread-safe: confined to the {@link Sequencer}'s thread once it was
 * handed over by {@link Sequencer#load}.
 */
public final class Topology {
    private final UUID epoch;
    private final Map<UUID, AgentFacts> agents = new LinkedHashMap<>();
    private final Map<UUID, GatewayFacts> gateways = new LinkedHashMap<>();
    private final Map<UUID, TunnelFacts> tunnels = new LinkedHashMap<>();
    private final Map<UUID, Map<UUID, TunnelFacts>> tunnelsByAgent = new LinkedHashMap<>();
    private final Map<String, CertificateFacts> certificates = new LinkedHashMap<>();
    private final KeyIndex keys = new KeyIndex();
    private long revision;
    private @Nullable GatewayView gatewayView;

    /** An empty topology; rows are added before it is handed over. */
    public Topology(UUID epoch, long revision) {
        this.epoch = epoch;
        this.revision = revision;
    }

    /** Which history the revision counts in. */
    public UUID epoch() {
        return epoch;
    }

    /** The last change applied. */
    public long revision() {
        return revision;
    }

    public void add(AgentFacts agent) {
        var before = agents.put(agent.id(), agent);
        keys.replace(ClientType.AGENT, before == null ? null : before.keyHash(), agent.keyHash());
    }

    public void add(GatewayFacts gateway) {
        var before = gateways.put(gateway.id(), gateway);
        keys.replace(ClientType.GATEWAY, before == null ? null : before.keyHash(), gateway.keyHash());
    }

    public void add(CertificateFacts certificate) {
        certificates.put(certificate.domain(), certificate);
    }

    public void add(TunnelFacts tunnel) {
        tunnels.put(tunnel.id(), tunnel);
        tunnelsByAgent
                .computeIfAbsent(tunnel.agentId(), agent -> new LinkedHashMap<>())
                .put(tunnel.id(), tunnel);
    }

    public Optional<AgentFacts> agent(UUID id) {
        return Optional.ofNullable(agents.get(id));
    }

    public Optional<GatewayFacts> gateway(UUID id) {
        return Optional.ofNullable(gateways.get(id));
    }

    /** The hash of the API key that the client has to present, or empty when there is no such client. */
    public Optional<String> keyHash(UUID clientId) {
        return agent(clientId).map(AgentFacts::keyHash).or(() -> gateway(clientId)
                .map(GatewayFacts::keyHash));
    }

    /** All key hashes; the one thing here that any thread may read. */
    KeyIndex keys() {
        return keys;
    }

    public Collection<AgentFacts> agents() {
        return Collections.unmodifiableCollection(agents.values());
    }

    public Collection<GatewayFacts> gateways() {
        return Collections.unmodifiableCollection(gateways.values());
    }

    public Collection<TunnelFacts> tunnels() {
        return Collections.unmodifiableCollection(tunnels.values());
    }

    /** One agent's tunnels. */
    public Collection<TunnelFacts> tunnelsOf(UUID agentId) {
        return Collections.unmodifiableCollection(
                tunnelsByAgent.getOrDefault(agentId, Map.of()).values());
    }

    public Collection<CertificateFacts> certificates() {
        return Collections.unmodifiableCollection(certificates.values());
    }

    /** What all gateways are told alike; the same instance until something in it changes. */
    GatewayView gatewayView() {
        var view = gatewayView;
        if (view == null) {
            view = ConfigViews.gatewayView(this);
            gatewayView = view;
        }
        return view;
    }

    /**
     * Moves on by one change.
     *
     * @return what the clients have to learn of it
     * @throws IllegalStateException when it is not the change that follows
     */
    List<Notice> apply(Revised revised) {
        if (revised.revision() != revision + 1) {
            throw new IllegalStateException(
                    "change %d does not follow revision %d".formatted(revised.revision(), revision));
        }
        revision = revised.revision();
        gatewayView = null;
        return switch (revised.change()) {
            case Change.AgentCreated(var agent) -> {
                add(agent);
                yield List.of(new Notice.GatewaysStale(null));
            }
            case Change.AgentUpdated(var agent) -> agentUpdated(agent);
            case Change.AgentDeleted(var id) -> {
                var deleted = agents.remove(id);
                keys.replace(ClientType.AGENT, deleted == null ? null : deleted.keyHash(), null);
                tunnelsByAgent.remove(id);
                yield List.of(new Notice.Revoked(id), new Notice.GatewaysStale(null));
            }
            case Change.GatewayCreated(var gateway) -> {
                add(gateway);
                yield List.of(new Notice.AgentsStale());
            }
            case Change.GatewayUpdated(var gateway) -> gatewayUpdated(gateway);
            case Change.GatewayDeleted(var id) -> {
                var deleted = gateways.remove(id);
                keys.replace(ClientType.GATEWAY, deleted == null ? null : deleted.keyHash(), null);
                yield List.of(new Notice.Revoked(id), new Notice.AgentsStale());
            }
            case Change.TunnelCreated(var tunnel) -> {
                add(tunnel);
                yield List.of(
                        new Notice.ToClient(tunnel.agentId(), new AgentTunnelCreate(ConfigViews.agentTunnel(tunnel))),
                        new Notice.ToGateways(new GatewayTunnelCreate(ConfigViews.gatewayTunnel(this, tunnel))));
            }
            case Change.TunnelUpdated(var tunnel, var previousAgent) -> tunnelUpdated(tunnel, previousAgent);
            case Change.TunnelDeleted(var id, var agent) -> {
                remove(id, agent);
                var delete = new TunnelDelete(id);
                yield List.of(new Notice.ToClient(agent, delete), new Notice.ToGateways(delete));
            }
            case Change.KeyOffered(var id) -> List.of(new Notice.KeyOffered(id));
            case Change.CertificateStored(var domain, var reportedBy) -> {
                if (revised.certificate() != null) {
                    add(revised.certificate());
                }
                yield List.of(new Notice.GatewaysStale(reportedBy));
            }
            case Change.CertificateDeleted(var domain) -> {
                certificates.remove(domain);
                yield List.of(new Notice.GatewaysStale(null));
            }
        };
    }

    private List<Notice> agentUpdated(AgentFacts agent) {
        var before = agents.get(agent.id());
        add(agent);
        var notices = new ArrayList<Notice>();
        if (before != null && !before.keyHash().equals(agent.keyHash())) {
            notices.add(new Notice.Revoked(agent.id()));
        }
        if (before == null || !ConfigViews.agentPeer(before).equals(ConfigViews.agentPeer(agent))) {
            notices.add(new Notice.ClientStale(agent.id()));
            notices.add(new Notice.GatewaysStale(null));
        }
        return notices;
    }

    private List<Notice> gatewayUpdated(GatewayFacts gateway) {
        var before = gateways.get(gateway.id());
        add(gateway);
        var notices = new ArrayList<Notice>();
        if (before != null && !before.keyHash().equals(gateway.keyHash())) {
            notices.add(new Notice.Revoked(gateway.id()));
        }
        if (before == null || !before.name().equals(gateway.name())) {
            notices.add(new Notice.ClientStale(gateway.id()));
        }
        if (before == null
                || !before.name().equals(gateway.name())
                || !Objects.equals(before.publicIp(), gateway.publicIp())
                || !before.wireguardPublicKey().equals(gateway.wireguardPublicKey())) {
            notices.add(new Notice.AgentsStale());
        }
        return notices;
    }

    private List<Notice> tunnelUpdated(TunnelFacts tunnel, UUID previousAgent) {
        var notices = new ArrayList<Notice>();
        if (previousAgent.equals(tunnel.agentId())) {
            notices.add(new Notice.ToClient(tunnel.agentId(), new AgentTunnelUpdate(ConfigViews.agentTunnel(tunnel))));
        } else {
            remove(tunnel.id(), previousAgent);
            notices.add(new Notice.ToClient(previousAgent, new TunnelDelete(tunnel.id())));
            notices.add(new Notice.ToClient(tunnel.agentId(), new AgentTunnelCreate(ConfigViews.agentTunnel(tunnel))));
        }
        add(tunnel);
        notices.add(new Notice.ToGateways(new GatewayTunnelUpdate(ConfigViews.gatewayTunnel(this, tunnel))));
        return notices;
    }

    private void remove(UUID tunnelId, UUID agentId) {
        tunnels.remove(tunnelId);
        var ofAgent = tunnelsByAgent.get(agentId);
        if (ofAgent != null) {
            ofAgent.remove(tunnelId);
        }
    }
}
