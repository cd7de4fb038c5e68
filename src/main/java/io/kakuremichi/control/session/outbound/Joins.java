package io.kakuremichi.control.session.outbound;

import io.kakuremichi.control.client.KeyOffer;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.presence.Admission;
import io.kakuremichi.control.protocol.Capability;
import io.kakuremichi.control.protocol.ClientMessage.ResumePoint;
import io.kakuremichi.control.protocol.CloseCode;
import io.kakuremichi.control.protocol.ControlMessage;
import io.kakuremichi.control.protocol.ControlMessage.AuthSuccess;
import io.kakuremichi.control.session.connection.OutboundItem.Message;
import io.kakuremichi.control.session.connection.Session;
import io.kakuremichi.control.session.connection.SessionMetrics;
import io.kakuremichi.control.session.connection.SessionState;
import io.kakuremichi.control.topology.ConfigDigest;
import io.kakuremichi.control.topology.Notice;
import io.kakuremichi.control.topology.PastNotice;
import io.kakuremichi.control.topology.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes authenticated sessions live, each at one revision. Confined to the sequencer's thread. */
final class Joins {
    private static final Logger LOG = Logger.getLogger(Joins.class);

    private final LiveClients clients;
    private final Deliveries deliveries;
    private final LiveKeyOffers keyOffers;
    private final SessionMetrics metrics;
    private final long heartbeatIntervalMs;

    /** Joins whose admission the topology has not reached yet. Bounded by the number of unauthenticated connections. */
    private final List<Join> waiting = new ArrayList<>();

    /** The newest generation of clients that were on two replicas, for sessions that join late. One entry a client. */
    private final Map<UUID, Long> generations = new HashMap<>();

    Joins(
            LiveClients clients,
            Deliveries deliveries,
            LiveKeyOffers keyOffers,
            SessionMetrics metrics,
            long heartbeatIntervalMs) {
        this.clients = clients;
        this.deliveries = deliveries;
        this.keyOffers = keyOffers;
        this.metrics = metrics;
        this.heartbeatIntervalMs = heartbeatIntervalMs;
    }

    /** Decides a join now, or as soon as the topology has reached the revision of its admission. */
    void add(Join join, Topology topology) {
        if (topology.revision() < join.accepted().revision()) {
            waiting.add(join);
        } else {
            admit(join, topology);
            join.decided().complete(null);
        }
    }

    /** The topology advanced. */
    void caughtUp(Topology topology) {
        var joins = List.copyOf(waiting);
        waiting.clear();
        joins.forEach(join -> addAlone(join, topology));
    }

    /** A join that fails must not keep the others from being decided. */
    private void addAlone(Join join, Topology topology) {
        try {
            add(join, topology);
        } catch (RuntimeException e) {
            join.decided().completeExceptionally(e);
        }
    }

    /** Ends all waiting joins: the revisions that they wait for belong to a history that was replaced. */
    void abandon() {
        generations.clear();
        waiting.forEach(join -> {
            join.session().close(CloseCode.RESTART);
            join.decided().complete(null);
        });
        waiting.clear();
    }

    /** The client has a connection of that generation, possibly on another replica. */
    void takenOver(UUID client, long generation) {
        generations.merge(client, generation, Math::max);
    }

    void forget(UUID client) {
        generations.remove(client);
    }

    void retainIf(Predicate<UUID> known) {
        generations.keySet().removeIf(known.negate());
    }

    private void admit(Join join, Topology topology) {
        var session = join.session();
        var accepted = join.accepted();
        var keyHash = topology.keyHash(accepted.clientId());
        if (keyHash.isEmpty() || !keyHash.get().equals(join.state().keyHash().hex())) {
            // Deleted or given a new key after its key was checked. That change was applied before this session was
            // live, so nothing else closes it.
            session.close(CloseCode.REVOKED);
            return;
        }
        var older = clients.get(accepted.clientId());
        if (older != null && older.live().generation() > accepted.generation()
                || generations.getOrDefault(accepted.clientId(), 0L) > accepted.generation()) {
            session.close(CloseCode.REPLACED);
            return;
        }
        var live = join.state().live(accepted, join.capabilities());
        var client = new LiveClient(session, live, keyHash.get());
        client.offer(accepted.keys(), accepted.revision());
        var resumption = resumption(join, client, topology);
        if (!session.transition(join.state(), live)) {
            return;
        }
        if (older != null) {
            older.session().close(CloseCode.REPLACED);
        }
        clients.put(client);
        resumption.ifPresent(resumed -> session.progress().resumed(resumed.after()));
        var success = Message.answer(authSuccess(live, topology, resumption.isPresent()));
        var kept = keptConfig(accepted, client, topology);
        if (kept.isPresent()) {
            deliveries.openKept(client, success, kept.get(), topology);
        } else {
            deliveries.open(client, success, resumption.map(Resumption::missed), topology);
            if (resumption.filter(Resumption::hasSkipped).isPresent()) {
                deliveries.invalidateConfig(client);
                deliveries.sendPending(topology);
            }
        }
        keyOffers.joined(client, accepted.revision());
        metrics.started(live.type(), resumption.isPresent());
        LOG.infof(
                "Client connected client=%s type=%s sessionId=%s revision=%s resumed=%s",
                accepted.clientId(), live.type().wireName(), session.id(), topology.revision(), resumption.isPresent());
    }

    /**
     * Returns the digest of the configuration that the client presumably has from its last connection: it confirmed that configuration,
     * Control ended the connection, and nothing that concerns the client has changed since, so that no other configuration can have been
     * sent after the last report of that connection.
     */
    private static Optional<ConfigDigest> keptConfig(
            Admission.Accepted accepted, LiveClient client, Topology topology) {
        var confirmed = accepted.confirmed();
        if (confirmed == null
                || !client.isConfigRecorded()
                || topology.wantedBy(client.live().type(), client.id(), client.receivesProxies())
                        > confirmed.revision()) {
            return Optional.empty();
        }
        return Optional.of(ConfigDigest.of(confirmed.config()))
                .filter(digest -> digest.equals(client.configDigest(topology)));
    }

    /**
     * Returns the changes with which the client resumes. Empty when it needs a whole configuration: the epoch differs, more was
     * missed than the history holds, a key has to be delivered, or something changed that no message carries.
     */
    private static Optional<Resumption> resumption(Join join, LiveClient client, Topology topology) {
        var from = join.resume();
        if (from == null
                || !join.capabilities().contains(Capability.RESUME)
                || !from.epoch().equals(topology.epoch().toString())
                || !client.keys().equals(KeyOffer.NONE)) {
            return Optional.empty();
        }
        var missed = topology.missedBy(client.live().type(), client.id(), from.revision());
        if (missed.isEmpty()) {
            return Optional.empty();
        }
        var messages = new ArrayList<Message>();
        var hasSkipped = false;
        for (var notice : missed.get()) {
            if (notice.notice() instanceof Notice.ProxiesChanged && !client.receivesProxies()) {
                hasSkipped = true;
                continue;
            }
            var message = message(notice, client, topology);
            if (message == null || !client.receives(message)) {
                return Optional.empty();
            }
            messages.add(Message.change(client.formOf(message), notice.revision(), () -> {}));
        }
        return Optional.of(new Resumption(from.revision(), messages, hasSkipped));
    }

    private static ControlMessage.@Nullable OfState message(PastNotice past, LiveClient client, Topology topology) {
        return switch (past.notice()) {
            case Notice.ToClient(var to, var message) -> message;
            case Notice.ToGateways(var message, var except) -> message;
            case Notice.ToAgents(var message) -> message;
            case Notice.GatewayToAgents gateway ->
                topology.agent(client.id()).map(gateway::messageTo).orElse(null);
            case Notice.ProxiesChanged changed ->
                changed.messageTo(client.live().type());
        };
    }

    private AuthSuccess authSuccess(SessionState.Live live, Topology topology, boolean resumed) {
        var agentId = live.type() == ClientType.AGENT ? live.clientId() : null;
        var gatewayId = live.type() == ClientType.GATEWAY ? live.clientId() : null;
        return new AuthSuccess(
                agentId,
                gatewayId,
                "Authentication successful",
                heartbeatIntervalMs,
                Capability.wireNames(live.capabilities()),
                topology.epoch(),
                resumed);
    }

    /**
     * What a resuming client gets in place of a configuration.
     *
     * @param after the revision from which it resumes
     * @param hasSkipped whether a change of proxies was left out, because the client is not sent proxies; a configuration must then carry
     *     the revision
     */
    private record Resumption(long after, List<Message> missed, boolean hasSkipped) {}

    /**
     * A session whose admission is committed.
     *
     * @param capabilities those granted
     * @param decided completes when the session is live or closed
     */
    record Join(
            Session session,
            SessionState.Authenticating state,
            Admission.Accepted accepted,
            Set<Capability> capabilities,
            @Nullable ResumePoint resume,
            CompletableFuture<Void> decided) {}
}
