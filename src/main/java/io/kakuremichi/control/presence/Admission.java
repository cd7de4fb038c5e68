package io.kakuremichi.control.presence;

import io.kakuremichi.control.client.KeyOffer;
import java.time.Instant;
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
     * @param confirmed what the client had when Control ended its last connection, else null
     */
    record Accepted(
            UUID clientId,
            long generation,
            long revision,
            @Nullable String publicIp,
            @Nullable String ownKey,
            KeyOffer keys,
            @Nullable Confirmed confirmed)
            implements Admission {
        /** The same admission of a client with another key pair, with keys that were read at a later revision. */
        public Accepted with(KeyOffer newKeys, long newRevision) {
            return new Accepted(clientId, generation, newRevision, publicIp, ownKey, newKeys, null);
        }
    }

    /**
     * The configuration that a client confirmed.
     *
     * @param config its digest
     * @param revision the client was up to date with this revision
     */
    record Confirmed(UUID config, long revision) {}

    /**
     * The key is valid, but several connections take over from one another in turn, and the open one stays.
     *
     * @param until newcomers are refused until then
     * @param isFirst whether this is the first refusal of that period
     */
    record Damped(UUID clientId, Instant until, boolean isFirst) implements Admission {}

    /** No client of that type has this key. */
    record Refused() implements Admission {}
}
