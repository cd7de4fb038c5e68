package io.kakuremichi.control.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Computes one {@link ConfigDigest}. Each text is preceded by its length, so that neighbouring values can't be confused. Gathers values in
 * a buffer, because a call of the digest for each would cost more than the digest. Not thread-safe.
 */
final class DigestInput {
    private static final int BUFFER = 512;
    private static final int ABSENT = -1;

    private final MessageDigest sha256;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

    /** @param kind what is digested; different kinds never have equal digests */
    DigestInput(String kind) {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        add(kind);
    }

    DigestInput add(@Nullable String text) {
        if (text == null) {
            return add(ABSENT);
        }
        var bytes = text.getBytes(UTF_8);
        add(bytes.length);
        if (bytes.length > BUFFER) {
            flush();
            sha256.update(bytes);
        } else {
            room(bytes.length).put(bytes);
        }
        return this;
    }

    DigestInput add(UUID id) {
        return add(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    DigestInput add(ConfigDigest part) {
        return add(part.high(), part.low());
    }

    DigestInput add(boolean flag) {
        room(1).put((byte) (flag ? 1 : 0));
        return this;
    }

    DigestInput add(int number) {
        room(Integer.BYTES).putInt(number);
        return this;
    }

    private DigestInput add(long high, long low) {
        room(2 * Long.BYTES).putLong(high).putLong(low);
        return this;
    }

    ConfigDigest digest() {
        flush();
        var bytes = ByteBuffer.wrap(sha256.digest());
        return new ConfigDigest(bytes.getLong(), bytes.getLong());
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            flush();
        }
        return buffer;
    }

    private void flush() {
        sha256.update(buffer.flip());
        buffer.clear();
    }
}
