package io.kakuremichi.control.presence;

import io.kakuremichi.control.client.KeyOffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The result of an {@link Arrival}. */
public sealed interface Admission {
    /**
     * The key is valid, and the client is online as of a committed transaction.
     *
     * @param generation counts the client's connections on all replicas, in the order in which they came online
     * @param revision the revision at that commit; an older topology may not contain the client
     * @param publicIp a gateway's stored address
     * @param ownKey the stored public key of a client that generates its own keys, else null
     * @param keys the keys for the first configuration
     */
    record Accepted(
            UUID clientId,
            long generation,
            long revision,
            @Nullable String publicIp,
            @Nullable String ownKey,
            KeyOffer keys)
            implements Admission {
        /** The same admission with keys that were read at a later revision. */
        public Accepted with(KeyOffer newKeys, long newRevision) {
            return new Accepted(clientId, generation, newRevision, publicIp, ownKey, newKeys);
        }
    }

    /** No client of that type has this key. */
    record Refused() implements Admission {}
}
