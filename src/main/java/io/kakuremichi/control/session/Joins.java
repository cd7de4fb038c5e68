package io.kakuremichi.control.session;

import io.kakuremichi.control.client.KeyOffer;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.presence.Admission;
import io.kakuremichi.control.protocol.Capability;
import io.kakuremichi.control.protocol.ClientMessage.ResumePoint;
import io.kakuremichi.control.protocol.CloseCode;
import io.kakuremichi.control.protocol.ControlMessage;
import io.kakuremichi.control.protocol.ControlMessage.AuthSuccess;
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

    private final LiveClients subscribers;
    private final Deliveries deliveries;
    private final KeyOffersToLive keyOffers;
    private final SessionMetrics metrics;
    private final long heartbeatIntervalMs;

    /** Came online in a transaction that the topology has not seen yet; at most the unauthenticated connections. */
    private final List<Join> waiting = new ArrayList<>();

    /** The newest connection of clients that were on two replicas, for those that join late. At most one entry a client. */
    private final Map<UUID, Long> moved = new HashMap<>();

    Joins(
            LiveClients subscribers,
            Deliveries deliveries,
            KeyOffersToLive keyOffers,
            SessionMetrics metrics,
            long heartbeatIntervalMs) {
        this.metrics = metrics;
        this.subscribers = subscribers;
        this.deliveries = deliveries;
        this.keyOffers = keyOffers;
        this.heartbeatIntervalMs = heartbeatIntervalMs;
    }

    /** At once, or as soon as the topology has caught up with its admission. */
    void add(Join join, Topology topology) {
        if (topology.revision() < join.accepted().revision()) {
            waiting.add(join);
        } else {
            admit(join, topology);
            join.decided().complete(null);
        }
    }

    void caughtUp(Topology topology) {
        var joins = List.copyOf(waiting);
        waiting.clear();
        joins.forEach(join -> add(join, topology));
    }

    /** Joins that wait end here: what they wait for is another history's. */
    void abandon() {
        moved.clear();
        waiting.forEach(join -> {
            join.session().close(CloseCode.RESTART);
            join.decided().complete(null);
        });
        waiting.clear();
    }

    /** The client has a connection of that generation somewhere. */
    void moved(UUID client, long generation) {
        moved.merge(client, generation, Math::max);
    }

    void forget(UUID client) {
        moved.remove(client);
    }

    void forgetAllBut(Predicate<UUID> known) {
        moved.keySet().removeIf(known.negate());
    }

    private void admit(Join join, Topology topology) {
        var session = join.session();
        var accepted = join.accepted();
        var keyHash = topology.keyHash(accepted.clientId());
        if (keyHash.isEmpty() || !keyHash.get().equals(join.state().keyHash().hex())) {
            // Deleted or re-keyed after its key was checked; that change has been announced, so nobody else closes it.
            session.close(CloseCode.REVOKED);
            return;
        }
        var older = subscribers.of(accepted.clientId());
        if (older != null && older.live.generation() > accepted.generation()
                || moved.getOrDefault(accepted.clientId(), 0L) > accepted.generation()) {
            session.close(CloseCode.REPLACED);
            return;
        }
        var live = join.state().live(accepted, join.capabilities());
        var subscriber = new LiveClient(session, live, keyHash.get());
        subscriber.offer(accepted.keys());
        var missed = missed(join, subscriber, topology);
        if (!session.move(join.state(), live)) {
            return;
        }
        if (older != null) {
            older.session.close(CloseCode.REPLACED);
        }
        subscribers.put(subscriber);
        missed.ifPresent(resumption -> session.progress().resumed(resumption.after()));
        deliveries.open(
                subscriber,
                OutboundItem.Message.answer(authSuccess(live, topology, missed.isPresent())),
                missed.map(Resumption::missed),
                topology);
        keyOffers.joined(subscriber, accepted.revision());
        metrics.started(live.type(), missed.isPresent());
        LOG.infof(
                "Client connected client=%s type=%s sessionId=%s revision=%d resumed=%s",
                accepted.clientId(), live.type().wireName(), session.id(), topology.revision(), missed.isPresent());
    }

    /**
     * What the client has to be told to go on where it was; empty when only a whole configuration can tell it: in another epoch,
     * after more changes than are remembered, or when a key has to be delivered or something changed that no message carries.
     */
    private static Optional<Resumption> missed(Join join, LiveClient subscriber, Topology topology) {
        var from = join.resume();
        if (from == null
                || !join.capabilities().contains(Capability.RESUME)
                || !from.epoch().equals(topology.epoch().toString())
                || !subscriber.keys().equals(KeyOffer.NONE)) {
            return Optional.empty();
        }
        var missed = topology.missedBy(subscriber.live.type(), subscriber.client(), from.revision());
        if (missed.isEmpty()) {
            return Optional.empty();
        }
        var messages = new ArrayList<OutboundItem.Message>();
        for (var past : missed.get()) {
            var message = message(past, subscriber, topology);
            if (message == null || !subscriber.isTold(message)) {
                return Optional.empty();
            }
            messages.add(OutboundItem.Message.change(message, past.revision(), () -> {}));
        }
        return Optional.of(new Resumption(from.revision(), messages));
    }

    private static ControlMessage.@Nullable OfState message(PastNotice past, LiveClient subscriber, Topology topology) {
        return switch (past.notice()) {
            case Notice.ToClient(var client, var message) -> message;
            case Notice.ToGateways(var message, var except) -> message;
            case Notice.ToAgents(var message) -> message;
            case Notice.GatewayToAgents gateway ->
                topology.agent(subscriber.client()).map(gateway::messageTo).orElse(null);
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

    /** Where a client goes on, and what it missed since. */
    private record Resumption(long after, List<OutboundItem.Message> missed) {}

    /**
     * A session that was admitted.
     *
     * @param capabilities granted
     * @param decided completed when it is live, or closed
     */
    record Join(
            Session session,
            SessionState.Authenticating state,
            Admission.Accepted accepted,
            Set<Capability> capabilities,
            @Nullable ResumePoint resume,
            CompletableFuture<Void> decided) {}
}
