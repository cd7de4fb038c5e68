package io.kakuremichi.control.session.connection;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tracks on one connection whether the client received the private key that it was sent.
 *
 * <p>A client without {@code ack} confirms by the first heartbeat or status that it sends after the key arrived. A message that was
 * already under way when the key was written looks the same. So a ping follows the key, and its pong must have arrived as well: it
 * proves that the key was received. A connection that breaks at any byte therefore never loses a key.
 *
 * <p>The sender and the inbox call it on different threads; all methods are synchronized.
 */
public final class KeyReceipt {
    private @Nullable String publicKey;
    private long revision;
    private boolean ponged;
    private boolean spoke;

    /** The configuration of that revision, which contains the private key of that pair, is about to be written. */
    synchronized void writing(String publicKeyWritten, long revisionWritten) {
        publicKey = publicKeyWritten;
        revision = revisionWritten;
        ponged = false;
        spoke = false;
    }

    /** Returns whether a key was sent whose receipt is not stored yet. */
    synchronized boolean isOpen() {
        return publicKey != null;
    }

    /** The client answered a ping. */
    public synchronized void pong(String payload) {
        ponged |= isOpen() && payload.equals(ping(revision));
    }

    /** The client sent a heartbeat or a status after the key was written. */
    public synchronized void spoke() {
        spoke |= isOpen();
    }

    /** The client acknowledged a revision; null means the last one that it was sent. */
    public synchronized void acknowledged(@Nullable Long applied) {
        if (isOpen() && (applied == null || applied >= revision)) {
            ponged = true;
            spoke = true;
        }
    }

    /** Returns the public key of the pair that was received and is not {@linkplain #settled settled}. */
    public synchronized Optional<String> received() {
        return ponged && spoke ? Optional.ofNullable(publicKey) : Optional.empty();
    }

    /** The receipt of that pair is stored. */
    public synchronized void settled(String settledKey) {
        if (settledKey.equals(publicKey)) {
            publicKey = null;
        }
    }

    /** Returns the payload of the ping that follows a key in the configuration of that revision. */
    static String ping(long revision) {
        return "key-" + revision;
    }
}
