package io.kakuremichi.control.session;

import io.kakuremichi.control.client.KeyOffer;

/** A live session and what it is owed. Confined to the sequencer's thread. */
final class Subscriber {
    final Session session;
    final SessionState.Live live;
    final String keyHash;

    /** What configurations have to say of the client's own keys. */
    KeyOffer keys;

    /** Its outbox was cut over, and it is told nothing until it took what is on its way. */
    boolean lagging;

    /** Before this time no configuration is sent because something changed; {@link System#nanoTime}. */
    long configDue = System.nanoTime();

    Subscriber(Session session, SessionState.Live live, String keyHash, KeyOffer keys) {
        this.session = session;
        this.live = live;
        this.keyHash = keyHash;
        this.keys = keys;
    }
}
