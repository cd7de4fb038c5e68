package io.kakuremichi.control.client;

import io.kakuremichi.control.credential.Secret;
import org.jspecify.annotations.Nullable;

/**
 * What a client's next configuration says of its keys.
 *
 * @param privateKey to deliver, or null when there is nothing to deliver
 * @param publicKey of the pair that is delivered
 * @param rotate whether the client is asked to make a new pair of its own
 */
public record KeyOffer(
        @Nullable Secret privateKey, @Nullable String publicKey, boolean rotate) {
    /** Nothing to say. */
    public static final KeyOffer NONE = new KeyOffer(null, null, false);
}
