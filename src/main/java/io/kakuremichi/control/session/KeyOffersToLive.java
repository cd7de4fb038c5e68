package io.kakuremichi.control.session;

import io.kakuremichi.control.client.ClientKeys;
import io.kakuremichi.control.client.KeyOffer;
import io.kakuremichi.control.topology.Sequencer;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Brings what is new of a client's own keys to its live session. Confined to the sequencer's thread, which never waits for it. */
final class KeyOffersToLive {
    private static final Logger LOG = Logger.getLogger(KeyOffersToLive.class);

    private final Sequencer sequencer;
    private final ClientKeys clientKeys;
    private final LiveClients subscribers;
    private final Deliveries deliveries;

    /** When each client was last offered a key, for those that join with an older admission. At most one entry a client. */
    private final Map<UUID, Long> offered = new HashMap<>();

    KeyOffersToLive(Sequencer sequencer, ClientKeys clientKeys, LiveClients subscribers, Deliveries deliveries) {
        this.sequencer = sequencer;
        this.clientKeys = clientKeys;
        this.subscribers = subscribers;
        this.deliveries = deliveries;
    }

    /** The client was offered a key at that revision. */
    void offered(UUID client, long revision) {
        offered.put(client, revision);
        var subscriber = subscribers.of(client);
        if (subscriber != null) {
            read(subscriber);
        }
    }

    /** A session was admitted with what was offered up to that revision. */
    void joined(LiveClient subscriber, long revision) {
        if (offered.getOrDefault(subscriber.client(), 0L) > revision) {
            read(subscriber);
        }
    }

    void forget(UUID client) {
        offered.remove(client);
    }

    void forgetAll() {
        offered.clear();
    }

    private void read(LiveClient subscriber) {
        Thread.startVirtualThread(() -> readBlocking(subscriber));
    }

    /** What fails here is delivered at the next connection. */
    private void readBlocking(LiveClient subscriber) {
        try {
            var offer = clientKeys
                    .offer(subscriber.live.type(), subscriber.client())
                    .map(ClientKeys.Offered::offer)
                    .orElse(KeyOffer.NONE);
            sequencer.execute(topology -> {
                if (subscribers.of(subscriber.client()) == subscriber) {
                    subscriber.offer(offer);
                    deliveries.owe(subscriber);
                    deliveries.sendOwed(topology);
                }
            });
        } catch (RuntimeException e) {
            LOG.warnf("A new key waits for the next connection client=%s: %s", subscriber.client(), e.getMessage());
        }
    }
}
