package io.kakuremichi.control.session.outbound;

import io.kakuremichi.control.client.ClientKeys;
import org.jboss.logging.Logger;

/** Records in the database that private keys were sent. */
final class KeyDeliveryLog {
    private static final Logger LOG = Logger.getLogger(KeyDeliveryLog.class);

    private final ClientKeys keys;

    KeyDeliveryLog(ClientKeys keys) {
        this.keys = keys;
    }

    /**
     * A private key was written to the client's socket. Recorded in the background: sending must not wait for the database, and
     * nothing depends on this record. Any thread.
     */
    void written(LiveClient client, String publicKey) {
        Thread.startVirtualThread(() -> {
            try {
                var address = client.session().handshake().client().host();
                keys.delivered(client.live().type(), client.id(), publicKey, address);
            } catch (RuntimeException e) {
                LOG.debugf(e, "The delivery of a key was not recorded client=%s", client.id());
            }
        });
    }
}
