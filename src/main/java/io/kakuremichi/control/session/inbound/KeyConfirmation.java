package io.kakuremichi.control.session.inbound;

import io.kakuremichi.control.client.ClientKeys;
import io.kakuremichi.control.database.DatabaseFailures;
import io.kakuremichi.control.session.connection.Session;
import io.kakuremichi.control.session.connection.SessionState;
import io.kakuremichi.control.session.outbound.Fanout;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Stores that clients received the private keys that they were sent. */
@Singleton
class KeyConfirmation {
    private static final Logger LOG = Logger.getLogger(KeyConfirmation.class);

    private final ClientKeys keys;
    private final Fanout fanout;

    KeyConfirmation(ClientKeys keys, Fanout fanout) {
        this.keys = keys;
        this.fanout = fanout;
    }

    /**
     * Stores the receipt of a key once it is complete. Blocks on the database. When the database is unavailable, the next heartbeat
     * tries again; the client gets no error, because it did nothing wrong.
     */
    void confirmReceived(Session session, SessionState.Live live) {
        try {
            session.keyReceipt().received().ifPresent(publicKey -> confirm(session, live, publicKey));
        } catch (RuntimeException e) {
            if (!DatabaseFailures.isTemporary(e)) {
                throw e;
            }
            LOG.debugf(e, "The receipt of a key will be stored later client=%s", live.clientId());
        }
    }

    private void confirm(Session session, SessionState.Live live, String publicKey) {
        // First: storing the receipt may cause a configuration, which must not contain the key again.
        fanout.keyReceived(session, publicKey);
        keys.confirm(live.type(), live.clientId(), publicKey, address(session));
        session.keyReceipt().settled(publicKey);
        LOG.infof("Private key confirmed client=%s sessionId=%s", live.clientId(), session.id());
    }

    private static String address(Session session) {
        return session.handshake().client().host();
    }
}
