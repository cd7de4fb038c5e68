package io.kakuremichi.control.session;

import io.kakuremichi.control.client.ClientKeys;
import io.kakuremichi.control.database.DatabaseFailures;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Stores what connections find out about delivered keys. */
@Singleton
class KeyConfirmation {
    private static final Logger LOG = Logger.getLogger(KeyConfirmation.class);

    private final ClientKeys keys;
    private final Fanout fanout;

    KeyConfirmation(ClientKeys keys, Fanout fanout) {
        this.keys = keys;
        this.fanout = fanout;
    }

    /** A key went out. Noted in the background: sending must not wait for the database, and nothing rests on this note. */
    void written(Session session, SessionState.Live live, String publicKey) {
        Thread.startVirtualThread(() -> {
            try {
                keys.delivered(live.type(), live.clientId(), publicKey, address(session));
            } catch (RuntimeException e) {
                LOG.debugf(e, "A delivery was not noted client=%s", live.clientId());
            }
        });
    }

    /**
     * Stores that the client has its key, if it has. Blocks on the database; when that is away, the next heartbeat tries again,
     * and the client, which did nothing wrong, hears nothing of it.
     */
    void confirmReceived(Session session, SessionState.Live live) {
        try {
            session.keyReceipt().received().ifPresent(publicKey -> confirm(session, live, publicKey));
        } catch (RuntimeException e) {
            if (!DatabaseFailures.isTemporary(e)) {
                throw e;
            }
            LOG.debugf(e, "A confirmation is stored later client=%s", live.clientId());
        }
    }

    private void confirm(Session session, SessionState.Live live, String publicKey) {
        // First: the confirmation may cause a configuration, which must not have the key in it once more.
        fanout.keyReceived(session, publicKey);
        keys.confirm(live.type(), live.clientId(), publicKey, address(session));
        session.keyReceipt().settled(publicKey);
        LOG.infof("Private key confirmed client=%s sessionId=%s", live.clientId(), session.id());
    }

    private static String address(Session session) {
        return session.handshake().client().host();
    }
}
