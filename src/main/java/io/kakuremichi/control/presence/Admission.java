package io.kakuremichi.control.presence;

import io.kakuremichi.control.client.KeyOffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of an {@link Arrival}. */
public sealed interface Admission {
    /**
     * The key is valid, and the client is online as of a committed transaction.
     *
     * @param generation counts the client's connections over all replicas, in the order in which they came online
     * @param revision where history stood at that commit; a topology older than this may not know the client
     * @param publicIp a gateway's stored address
     * @param ownKey the stored public key of a client that makes its own keys, else null
     * @param keys what the first configuration has to say of the client's keys
     */
    record Accepted(
            UUID clientId,
            long generation,
            long revision,
            @Nullable String publicIp,
            @Nullable String ownKey,
            KeyOffer keys)
            implements Admission {
        /** The same client, whose keys were found to be these at a later revision. */
        public Accepted with(KeyOffer newKeys, long newRevision) {
            return new Accepted(clientId, generation, newRevision, publicIp, ownKey, newKeys);
        }
    }

    /** No client of that type has this key. */
    record Refused() implements Admission {}
}
