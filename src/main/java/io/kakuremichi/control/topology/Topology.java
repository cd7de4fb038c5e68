package io.kakuremichi.control.topology;

import io.kakuremichi.control.change.AgentFacts;
import io.kakuremichi.control.change.CertificateFacts;
import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.change.GatewayFacts;
import io.kakuremichi.control.change.TunnelFacts;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.protocol.ControlMessage.SharedGatewayConfig;
import io.kakuremichi.control.protocol.ControlMessage.SharedGatewayPeer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The state behind all clients' configurations at one revision. Not thread-safe: confined to the {@link Sequencer}'s
 * thread after {@link Sequencer#load}. The collections that it returns are live views: they change with the next change, so
 * callers read them on that thread and do not keep them.
 */
public final class Topology {
    /** The number of recent changes that {@link #remember} can keep. */
    public static final int REMEMBERED = History.CAPACITY;

    private final UUID epoch;
    private final Map<UUID, AgentFacts> agents = new LinkedHashMap<>();
    private final Map<UUID, GatewayFacts> gateways = new LinkedHashMap<>();
    private final Map<UUID, TunnelFacts> tunnels = new LinkedHashMap<>();
    private final Map<UUID, Map<UUID, TunnelFacts>> tunnelsByAgent = new LinkedHashMap<>();
    private final Map<String, CertificateFacts> certificates = new LinkedHashMap<>();
    private final KeyIndex keys = new KeyIndex();
    private History history;
    private WantedRevisions wanted;
    private long revision;
    private final SharedViews views = new SharedViews(this);

    /** The first expiry of a certificate; null if it must be computed. */
    private @Nullable Instant firstExpiry;

    /** Creates an empty topology; the caller adds rows before {@link Sequencer#load}. */
    public Topology(UUID epoch, long revision) {
        this.epoch = epoch;
        this.revision = revision;
        this.history = new History(revision);
        this.wanted = new WantedRevisions(revision);
    }

    /** The epoch of the history that the revision belongs to. */
    public UUID epoch() {
        return epoch;
    }

    /** The revision of the last applied change. */
    public long revision() {
        return revision;
    }

    public void add(AgentFacts agent) {
        views.agentsChanged();
        var before = agents.put(agent.id(), agent);
        keys.replace(ClientType.AGENT, before == null ? null : before.keyHash(), agent.keyHash());
    }

    public void add(GatewayFacts gateway) {
        views.gatewaysChanged();
        var before = gateways.put(gateway.id(), gateway);
        keys.replace(ClientType.GATEWAY, before == null ? null : before.keyHash(), gateway.keyHash());
    }

    public void add(CertificateFacts certificate) {
        firstExpiry = null;
        views.certificatesChanged();
        certificates.put(certificate.domain(), certificate);
    }

    /** Adds or replaces a tunnel. One that changes its agent has to be removed from the earlier one before. */
    public void add(TunnelFacts tunnel) {
        views.tunnelsChanged();
        tunnels.put(tunnel.id(), tunnel);
        tunnelsByAgent
                .computeIfAbsent(tunnel.agentId(), agent -> new LinkedHashMap<>())
                .put(tunnel.id(), tunnel);
    }

    /** What the clients of the flat dialect use, as digests. */
    public FlatDigests flatDigests() {
        return views.flatDigests();
    }

    /** The configurations of the current dialect, as digests. */
    public PeerDigests peerDigests() {
        return views.peerDigests();
    }

    public Optional<AgentFacts> agent(UUID id) {
        return Optional.ofNullable(agents.get(id));
    }

    public Optional<GatewayFacts> gateway(UUID id) {
        return Optional.ofNullable(gateways.get(id));
    }

    /** The hash of the client's API key, or empty if the client does not exist. */
    public Optional<String> keyHash(UUID clientId) {
        return agent(clientId).map(AgentFacts::keyHash).or(() -> gateway(clientId)
                .map(GatewayFacts::keyHash));
    }

    /** All key hashes; the only part that any thread may read. */
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

    /** The tunnels of one agent. */
    public Collection<TunnelFacts> tunnelsOf(UUID agentId) {
        return Collections.unmodifiableCollection(
                tunnelsByAgent.getOrDefault(agentId, Map.of()).values());
    }

    public Collection<CertificateFacts> certificates() {
        return Collections.unmodifiableCollection(certificates.values());
    }

    TopologySize size() {
        if (firstExpiry == null) {
            firstExpiry = certificates.values().stream()
                    .map(CertificateFacts::expiresAt)
                    .min(Comparator.naturalOrder())
                    .orElse(null);
        }
        return new TopologySize(agents.size(), gateways.size(), tunnels.size(), certificates.size(), firstExpiry);
    }

    /**
     * The part of the configuration that all gateways share; the same instance until it changes.
     *
     * @param proxies whether tunnels have the fields of the capability {@code proxy}
     */
    SharedGatewayConfig gatewayView(boolean proxies) {
        return views.gatewayView(proxies);
    }

    /** The part of the gateways' description that all agents share; the same instance until a gateway changes. */
    List<SharedGatewayPeer> gatewayList() {
        return views.gatewayList();
    }

    /**
     * Adds recent changes, which the topology already contains, to the history for resuming clients.
     *
     * @param past consecutive changes up to this topology's revision
     */
    public void remember(List<CommittedChange> past) {
        var since = past.isEmpty() ? revision : past.getFirst().revision() - 1;
        history = new History(since);
        wanted = new WantedRevisions(since);
        var facts = new PastFacts();
        for (var committed : past) {
            var notices = facts.noticesOf(committed);
            history.add(committed.revision(), notices);
            wanted.add(committed.revision(), notices);
        }
    }

    /**
     * The notices for a client after a revision of this epoch, in order.
     *
     * @return empty if the history does not reach back to that revision, or the revision is unknown
     */
    public Optional<List<PastNotice>> missedBy(ClientType type, UUID client, long after) {
        return after > revision ? Optional.empty() : history.missedBy(type, client, after);
    }

    /** The newest revision that concerns the client, which may be sent what tunnels serve as proxies or not. */
    public long wantedBy(ClientType type, UUID client, boolean proxies) {
        return wanted.of(type, client, proxies);
    }

    /**
     * Applies the next change.
     *
     * @return the notices for clients
     * @throws IllegalStateException if the change does not follow the current revision
     */
    List<Notice> apply(CommittedChange committed) {
        if (committed.revision() != revision + 1) {
            throw new IllegalStateException(
                    "change %s does not follow revision %s".formatted(committed.revision(), revision));
        }
        revision = committed.revision();
        var notices = update(committed);
        history.add(revision, notices);
        wanted.add(revision, notices);
        return notices;
    }

    private List<Notice> update(CommittedChange committed) {
        var notices = new ArrayList<Notice>(Notices.of(committed));
        switch (committed.change()) {
            case Change.AgentCreated(var agent) -> {
                add(agent);
                notices.add(new Notice.SubnetsChanged());
            }
            case Change.AgentUpdated(var agent, var detailsOnly) -> {
                var before = agents.get(agent.id());
                add(agent);
                if (before != null) {
                    Notices.dropUnchanged(notices, before, agent);
                }
                revoke(notices, agent.id(), before == null ? null : before.keyHash(), agent.keyHash());
            }
            case Change.AgentDeleted(var id) -> {
                var deleted = agents.remove(id);
                views.agentsChanged();
                keys.replace(ClientType.AGENT, deleted == null ? null : deleted.keyHash(), null);
                tunnelsByAgent.remove(id);
                wanted.remove(id);
                notices.addFirst(new Notice.Revoked(id));
                notices.add(new Notice.SubnetsChanged());
            }
            case Change.GatewayCreated(var gateway) -> add(gateway);
            case Change.GatewayUpdated(var gateway, var detailsOnly) -> gatewayUpdated(gateway, notices);
            case Change.GatewayDeleted(var id) -> {
                views.gatewaysChanged();
                var deleted = gateways.remove(id);
                keys.replace(ClientType.GATEWAY, deleted == null ? null : deleted.keyHash(), null);
                wanted.remove(id);
                notices.addFirst(new Notice.Revoked(id));
            }
            case Change.TunnelCreated(var tunnel) -> add(tunnel);
            case Change.TunnelUpdated(var tunnel, var previousAgent, var detailsOnly) -> {
                var before = tunnels.get(tunnel.id());
                if (before != null) {
                    Notices.dropUnchanged(notices, before, tunnel);
                }
                if (!previousAgent.equals(tunnel.agentId())) {
                    remove(tunnel.id(), previousAgent);
                }
                add(tunnel);
            }
            case Change.TunnelDeleted(var id, var agent) -> remove(id, agent);
            case Change.KeyOffered(var id) -> notices.add(new Notice.KeysChanged(id));
            case Change.CertificateStored(var domain, var reportedBy) -> {
                if (committed.certificate() != null) {
                    add(committed.certificate());
                }
            }
            case Change.CertificateDeleted(var domain) -> {
                firstExpiry = null;
                views.certificatesChanged();
                certificates.remove(domain);
            }
        }
        return notices;
    }

    private void gatewayUpdated(GatewayFacts gateway, List<Notice> notices) {
        var before = gateways.get(gateway.id());
        add(gateway);
        if (before != null) {
            Notices.dropUnchanged(notices, before, gateway);
            revoke(notices, gateway.id(), before.keyHash(), gateway.keyHash());
        }
    }

    private static void revoke(List<Notice> notices, UUID client, @Nullable String keyBefore, String key) {
        if (keyBefore != null && !keyBefore.equals(key)) {
            notices.addFirst(new Notice.Revoked(client));
        }
    }

    private void remove(UUID tunnelId, UUID agentId) {
        views.tunnelsChanged();
        tunnels.remove(tunnelId);
        var ofAgent = tunnelsByAgent.get(agentId);
        if (ofAgent != null) {
            ofAgent.remove(tunnelId);
        }
    }
}
