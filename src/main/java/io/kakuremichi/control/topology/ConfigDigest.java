package io.kakuremichi.control.topology;

import java.util.UUID;

/**
 * The first 128 bits of a SHA-256 over the parts of a configuration that its receiver uses. Two configurations with the same digest have
 * the same effect. Kept in place of the configuration, in 32 bytes.
 */
public record ConfigDigest(long high, long low) {
    /** The digest in the form in which it is stored. */
    public UUID toUuid() {
        return new UUID(high, low);
    }

    /** The digest that was stored in that form. */
    public static ConfigDigest of(UUID stored) {
        return new ConfigDigest(stored.getMostSignificantBits(), stored.getLeastSignificantBits());
    }
}
