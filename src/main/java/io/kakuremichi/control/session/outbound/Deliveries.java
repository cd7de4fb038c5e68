package io.kakuremichi.control.session.outbound;

import io.kakuremichi.control.session.connection.OutboundItem;
import io.kakuremichi.control.session.connection.OutboundItem.DeliveredKey;
import io.kakuremichi.control.session.connection.OutboundItem.Message;
import io.kakuremichi.control.session.connection.SessionMetrics;
import io.kakuremichi.control.topology.ConfigDigest;
import io.kakuremichi.control.topology.Sequencer;
import io.kakuremichi.control.topology.Topology;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Queues messages and configurations in sessions. A client whose outbox overflows gets nothing more until the outbox was sent, and
 * then one fresh configuration. Confined to the sequencer's thread.
 */
final class Deliveries {
    private static final Logger LOG = Logger.getLogger(Deliveries.class);

    private final Sequencer sequencer;
    private final LiveClients clients;
    private final KeyDeliveryLog keyDeliveries;
    private final PendingConfigs pending;
    private final SessionMetrics metrics;

    Deliveries(Sequencer sequencer, LiveClients clients, KeyDeliveryLog keyDeliveries, SessionMetrics metrics) {
        this.sequencer = sequencer;
        this.clients = clients;
        this.keyDeliveries = keyDeliveries;
        this.metrics = metrics;
        this.pending = new PendingConfigs(sequencer, this::sendIfNeeded);
    }

    /** Queues a message; returns false when the client will get a configuration in its place. */
    boolean send(LiveClient client, OutboundItem item) {
        if (client.isLagging()) {
            return false;
        }
        if (client.session().offer(item, () -> sequencer.execute(topology -> recover(client, topology)))) {
            return true;
        }
        LOG.infof(
                "A slow client will get a configuration in place of its queued messages sessionId=%s",
                client.session().id());
        metrics.cutOver();
        client.lagging(true);
        return false;
    }

    /** Marks the client's configuration as outdated. {@link #sendPending} sends it, at once or when the interval allows. */
    void invalidateConfig(LiveClient client) {
        pending.add(client, client.changeDueAt(System.nanoTime()));
    }

    /** The same for a change that no message carries to the client. */
    void requireConfig(LiveClient client) {
        client.requireConfig();
        invalidateConfig(client);
    }

    /** Sends the outdated configurations that are due. */
    void sendPending(Topology topology) {
        pending.sendDue(topology);
    }

    /** Sends a configuration unless the client has all of it; then only its progress is recorded. */
    private void sendIfNeeded(LiveClient client, Topology topology) {
        var digest = client.configDigest(topology);
        if (client.isLagging() || digest == null) {
            return;
        }
        var kept = client.kept();
        if (!client.hasAll(digest) || kept != null && isRefuted(client, kept)) {
            sendConfig(client, topology);
        } else if (kept != null && kept.decisionAt() - System.nanoTime() > 0) {
            pending.add(client, kept.decisionAt());
        } else {
            client.keptIsProven();
            client.configIsCurrent();
            send(client, new OutboundItem.Reached(topology.revision(), kept == null ? null : digest));
        }
    }

    private static boolean isRefuted(LiveClient client, KeptConfig kept) {
        return kept.decisionAt() - System.nanoTime() <= 0
                && !kept.isProven(client.session().activity().lastReceived());
    }

    /** Sends a configuration now. A lagging client gets none: it will get one when its outbox was sent. */
    private void sendConfig(LiveClient client, Topology topology) {
        pending.remove(client);
        if (client.isLagging()) {
            return;
        }
        var config = config(client, topology);
        if (config != null && !send(client, config)) {
            config.finished();
        }
    }

    /**
     * Sends the first messages of a live session.
     *
     * @param missed the changes since the revision from which the client resumes; empty when it needs a configuration
     */
    void open(LiveClient client, Message success, Optional<List<Message>> missed, Topology topology) {
        var rest = missed.orElseGet(() -> {
            var config = config(client, topology);
            return config == null ? List.of() : List.of(config);
        });
        var digest = missed.isPresent() ? client.configDigest(topology) : null;
        if (digest != null) {
            client.resumed(digest);
        }
        client.session().open(new OutboundItem.Opening(success, rest));
    }

    /** Sends only the success to a client that is assumed to have kept its configuration, and decides about that later. */
    void openKept(LiveClient client, Message success, ConfigDigest digest, Topology topology) {
        var kept = new KeptConfig(System.nanoTime());
        client.keeps(digest, kept);
        pending.add(client, kept.decisionAt());
        client.session().open(new OutboundItem.Opening(success, List.of()));
        // Sets the timer for the decision.
        sendPending(topology);
    }

    private @Nullable Message config(LiveClient client, Topology topology) {
        var began = System.nanoTime();
        var config = client.config(topology);
        var digest = client.configDigest(topology);
        if (config == null || digest == null) {
            return null;
        }
        metrics.assembly().record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
        client.configQueued(digest);
        return Message.config(
                config,
                topology.revision(),
                deliveredKey(client),
                client.isConfigRecorded() ? digest : null,
                client::configFinished);
    }

    private @Nullable DeliveredKey deliveredKey(LiveClient client) {
        var publicKey = client.keys().publicKey();
        return publicKey == null ? null : new DeliveredKey(publicKey, () -> keyDeliveries.written(client, publicKey));
    }

    private void recover(LiveClient client, Topology topology) {
        if (clients.get(client.id()) == client) {
            client.lagging(false);
            sendConfig(client, topology);
        }
    }

    /** The client's session ended. */
    void forget(LiveClient client) {
        pending.remove(client);
    }
}
