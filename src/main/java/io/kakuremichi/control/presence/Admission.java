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
     * @param keys what the first configuration has to say of the client's keys
     */
    record Accepted(
            UUID clientId,
            long generation,
            long revision,
            @Nullable String publicIp,
            KeyOffer keys) implements Admission {}

    /** No client of that type has this key. */
    record Refused() implements Admission {}
}
