package io.kakuremichi.control.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Computes one {@link ConfigDigest}. Each value is preceded by its length, so that neighbouring values can't be confused. Not thread-safe.
 */
final class DigestInput {
    private static final byte[] ABSENT = {-1, -1, -1, -1};

    private final MessageDigest sha256;

    /** @param kind what is digested; different kinds never have equal digests */
    DigestInput(String kind) {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        add(kind);
    }

    DigestInput add(@Nullable Object value) {
        if (value == null) {
            sha256.update(ABSENT);
            return this;
        }
        var bytes = value.toString().getBytes(UTF_8);
        sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        sha256.update(bytes);
        return this;
    }

    DigestInput part(ConfigDigest part) {
        sha256.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(part.high())
                .putLong(part.low())
                .flip());
        return this;
    }

    ConfigDigest digest() {
        var bytes = ByteBuffer.wrap(sha256.digest());
        return new ConfigDigest(bytes.getLong(), bytes.getLong());
    }
}
