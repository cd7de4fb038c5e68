package io.kakuremichi.control.client;

import io.kakuremichi.control.credential.Secret;
import org.jspecify.annotations.Nullable;

/**
 * The keys in a client's next configuration.
 *
 * @param privateKey the key to deliver, or null
 * @param publicKey the public key of the delivered pair
 * @param rotate whether to request a new key pair from the client
 */
public record KeyOffer(
        @Nullable Secret privateKey, @Nullable String publicKey, boolean rotate) {
    /** No key and no request. */
    public static final KeyOffer NONE = new KeyOffer(null, null, false);
}
