package io.kakuremichi.control.session.outbound;

import io.kakuremichi.control.client.KeyOffer;

/** The keys of one client's configurations, and whether the client was sent them. Confined to the sequencer's thread. */
final class OfferedKeys {
    private KeyOffer current = KeyOffer.NONE;

    /** Those of the last configuration; none when they were confirmed or withdrawn since. */
    private KeyOffer sent = KeyOffer.NONE;

    private long readAt;

    /** Returns the keys that a configuration contains. */
    KeyOffer current() {
        return current;
    }

    /**
     * Replaces the keys.
     *
     * @param revision when they were read
     * @return false when newer ones are known: reads for several changes may finish in any order
     */
    boolean offer(KeyOffer keys, long revision) {
        if (revision < readAt) {
            return false;
        }
        readAt = revision;
        current = keys;
        if (!hasContent()) {
            sent = KeyOffer.NONE;
        }
        return true;
    }

    /** The client has its keys: later configurations don't contain them. */
    void confirmed() {
        current = KeyOffer.NONE;
        sent = KeyOffer.NONE;
    }

    /** The current keys were queued in a configuration. */
    void sent() {
        sent = current;
    }

    /** Returns whether no configuration is needed for the keys. */
    boolean areSent() {
        return !hasContent() || current.equals(sent);
    }

    private boolean hasContent() {
        return current.privateKey() != null || current.rotate();
    }
}
