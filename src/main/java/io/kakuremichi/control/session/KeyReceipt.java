package io.kakuremichi.control.session;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows a private key from the socket to the client, on one connection.
 *
 * <p>A client without {@code ack} confirms with the first heartbeat or status that it sends behind the key. What is on its way
 * while the key goes out looks the same, so a ping follows the key, and its pong must have come too: it proves that the key was
 * received, and with that no cut at any byte loses one.
 *
 * <p>Whoever sends writes, the inbox's thread hears; all methods are synchronized.
 */
final class KeyReceipt {
    private @Nullable String publicKey;
    private long revision;
    private boolean ponged;
    private boolean spoke;

    /** The configuration of that revision, with the private key of that pair, is about to be written. */
    synchronized void writing(String publicKeyWritten, long revisionWritten) {
        publicKey = publicKeyWritten;
        revision = revisionWritten;
        ponged = false;
        spoke = false;
    }

    /** Whether a key went out that is not confirmed. */
    synchronized boolean isOpen() {
        return publicKey != null;
    }

    /** The client answered a ping. */
    synchronized void pong(String payload) {
        ponged |= isOpen() && payload.equals(ping(revision));
    }

    /** The client sent a heartbeat or status behind the key. */
    synchronized void spoke() {
        spoke |= isOpen();
    }

    /** The client says that it applied a revision; without one it means the last it was sent. */
    synchronized void acknowledged(@Nullable Long applied) {
        if (isOpen() && (applied == null || applied >= revision)) {
            ponged = true;
            spoke = true;
        }
    }

    /** The public key of the pair that was received, as long as that was not {@linkplain #settled settled}. */
    synchronized Optional<String> received() {
        return ponged && spoke ? Optional.ofNullable(publicKey) : Optional.empty();
    }

    /** The confirmation is stored. */
    synchronized void settled(String settledKey) {
        if (settledKey.equals(publicKey)) {
            publicKey = null;
        }
    }

    /** The payload of the ping that follows a revision. */
    static String ping(long revision) {
        return "key-" + revision;
    }
}
