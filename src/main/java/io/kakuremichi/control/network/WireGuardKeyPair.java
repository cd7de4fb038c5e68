package io.kakuremichi.control.network;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.XECPrivateKey;
import java.security.interfaces.XECPublicKey;
import java.util.Arrays;
import java.util.Base64;

/**
 * An X25519 key pair in WireGuard's format: 32 bytes each, base64 (RFC 7748).
 *
 * @param privateKey base64; a secret
 * @param publicKey base64
 */
public record WireGuardKeyPair(String privateKey, String publicKey) {
    private static final int KEY_BYTES = 32;

    /** Generates a key pair with the platform's X25519 and CSPRNG. */
    public static WireGuardKeyPair generate() {
        try {
            var pair = KeyPairGenerator.getInstance("X25519").generateKeyPair();
            var scalar = ((XECPrivateKey) pair.getPrivate()).getScalar().orElseThrow();
            var encoder = Base64.getEncoder();
            return new WireGuardKeyPair(
                    encoder.encodeToString(clamp(scalar)),
                    encoder.encodeToString(littleEndian(
                            ((XECPublicKey) pair.getPublic()).getU().toByteArray())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform since 11 has X25519", e);
        }
    }

    /** Clamps like {@code wg genkey}. X25519 clamps on use (RFC 7748, section 5), so the public key is the same. */
    private static byte[] clamp(byte[] scalar) {
        var clamped = scalar.clone();
        clamped[0] &= (byte) 248;
        clamped[KEY_BYTES - 1] &= 127;
        clamped[KEY_BYTES - 1] |= 64;
        return clamped;
    }

    private static byte[] littleEndian(byte[] bigEndian) {
        var result = new byte[KEY_BYTES];
        // A BigInteger may have a leading zero byte for its sign, or be shorter than the key.
        var significant = Math.min(bigEndian.length, KEY_BYTES);
        for (var i = 0; i < significant; i++) {
            result[i] = bigEndian[bigEndian.length - 1 - i];
        }
        Arrays.fill(bigEndian, (byte) 0);
        return result;
    }

    @Override
    public String toString() {
        return "WireGuardKeyPair[" + publicKey + "]";
    }
}
