package io.kakuremichi.control.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of an API key or token. No salt and no stretching: the keys have 190 random bits and cannot be guessed,
 * and the hash must be indexable.
 *
 * @param hex 64 lower-case hex digits
 */
public record SecretHash(String hex) {
    static SecretHash of(String secret) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8));
            return new SecretHash(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Compares in constant time. */
    public boolean matches(SecretHash other) {
        return MessageDigest.isEqual(hex.getBytes(UTF_8), other.hex.getBytes(UTF_8));
    }
}
