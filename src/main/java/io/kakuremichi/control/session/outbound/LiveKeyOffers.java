package io.kakuremichi.control.session.outbound;

import io.kakuremichi.control.client.ClientKeys;
import io.kakuremichi.control.topology.Sequencer;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Reads new keys of live clients from the database and puts them into their configurations. Confined to the sequencer's thread;
 * reading happens on a virtual thread, so that the sequencer never waits for the database.
 */
final class LiveKeyOffers {
    private static final Logger LOG = Logger.getLogger(LiveKeyOffers.class);

    private final Sequencer sequencer;
    private final ClientKeys clientKeys;
    private final LiveClients clients;
    private final Deliveries deliveries;

    /** The revision at which each client was last offered a key, for sessions admitted before it. One entry a client. */
    private final Map<UUID, Long> offered = new HashMap<>();

    LiveKeyOffers(Sequencer sequencer, ClientKeys clientKeys, LiveClients clients, Deliveries deliveries) {
        this.sequencer = sequencer;
        this.clientKeys = clientKeys;
        this.clients = clients;
        this.deliveries = deliveries;
    }

    /** The client was offered a key at that revision. */
    void offered(UUID id, long revision) {
        offered.put(id, revision);
        var client = clients.get(id);
        if (client != null) {
            read(client);
        }
    }

    /** A session became live whose admission contains the offers up to that revision. */
    void joined(LiveClient client, long revision) {
        if (offered.getOrDefault(client.id(), 0L) > revision) {
            read(client);
        }
    }

    void forget(UUID id) {
        offered.remove(id);
    }

    void forgetAll() {
        offered.clear();
    }

    private void read(LiveClient client) {
        Thread.startVirtualThread(() -> readBlocking(client));
    }

    private void readBlocking(LiveClient client) {
        try {
            var read = clientKeys.offer(client.live().type(), client.id());
            if (read.isEmpty()) {
                // Deleted, so its connection is being closed.
                return;
            }
            sequencer.execute(topology -> {
                if (clients.get(client.id()) == client
                        && client.offer(read.get().offer(), read.get().revision())) {
                    deliveries.invalidateConfig(client);
                    deliveries.sendPending(topology);
                }
            });
        } catch (RuntimeException e) {
            // The next connection reads it again.
            LOG.warnf(
                    "A new key will be delivered with the next connection client=%s: %s", client.id(), e.getMessage());
        }
    }
}
