package io.kakuremichi.control.session.outbound;

import io.kakuremichi.control.client.ClientKeys;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/** Records in the database that private keys were sent. */
final class KeyDeliveryLog {
    private static final Logger LOG = Logger.getLogger(KeyDeliveryLog.class);

    /** Connections of the pool that records take at most: those of a rotation of all keys must not delay calls of REST. */
    private static final int CONNECTIONS = 2;

    private final ClientKeys keys;
    private final Semaphore free = new Semaphore(CONNECTIONS);

    KeyDeliveryLog(ClientKeys keys) {
        this.keys = keys;
    }

    /**
     * A private key was written to the client's socket. Recorded in the background: sending must not wait for the database, and
     * nothing depends on this record. Any thread.
     */
    void written(LiveClient client, String publicKey) {
        Thread.startVirtualThread(() -> {
            free.acquireUninterruptibly();
            try {
                var address = client.session().handshake().client().host();
                keys.delivered(client.live().type(), client.id(), publicKey, address);
            } catch (RuntimeException e) {
                LOG.debugf(e, "The delivery of a key was not recorded client=%s", client.id());
            } finally {
                free.release();
            }
        });
    }
}
