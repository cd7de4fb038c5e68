package io.kakuremichi.control.network;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.KeyAgreement;

/** Validates public keys that clients generated. */
public final class WireGuardPublicKey {
    private static final int KEY_BYTES = 32;

    private WireGuardPublicKey() {}

    /**
     * The key in canonical base64, or empty if it is not 32 bytes in base64, or a point of low order, with which every
     * shared secret would be known (RFC 7748, section 6.1).
     */
    public static Optional<String> valid(String base64) {
        return decoded(base64).filter(key -> !hasLowOrder(key)).map(key -> Base64.getEncoder()
                .encodeToString(key));
    }

    /**
     * Whether a WireGuard program can parse the key: 32 bytes in base64. A cheap check for keys that were validated on
     * arrival.
     */
    public static boolean parses(String base64) {
        return decoded(base64).isPresent();
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64)).filter(key -> key.length == KEY_BYTES);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Agrees with an ephemeral key pair: the platform rejects points of low order. */
    private static boolean hasLowOrder(byte[] key) {
        try {
            var bigEndian = new byte[KEY_BYTES];
            for (var i = 0; i < KEY_BYTES; i++) {
                bigEndian[i] = key[KEY_BYTES - 1 - i];
            }
            bigEndian[0] &= 0x7f;
            var spec = new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, bigEndian));
            var agreement = KeyAgreement.getInstance("X25519");
            agreement.init(
                    KeyPairGenerator.getInstance("X25519").generateKeyPair().getPrivate());
            agreement.doPhase(KeyFactory.getInstance("X25519").generatePublic(spec), true);
            agreement.generateSecret();
            return false;
        } catch (GeneralSecurityException | IllegalStateException e) {
            return true;
        }
    }
}
