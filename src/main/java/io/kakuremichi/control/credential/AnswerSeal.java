package io.kakuremichi.control.credential;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts data under a passphrase: AES-256-GCM with a key derived by HMAC-SHA-256 (the extraction step of RFC 5869).
 * As strong as the passphrase is hard to guess.
 */
public final class AnswerSeal {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final byte[] PURPOSE = "kakuremichi idempotent answer".getBytes(US_ASCII);

    private AnswerSeal() {}

    /** Encrypts; returns the nonce and the ciphertext. */
    public static byte[] seal(Secret passphrase, byte[] plain) {
        try {
            var nonce = new byte[NONCE_BYTES];
            new SecureRandom().nextBytes(nonce);
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key(passphrase), new GCMParameterSpec(TAG_BITS, nonce));
            var sealed = Arrays.copyOf(nonce, NONCE_BYTES + cipher.getOutputSize(plain.length));
            cipher.doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM and HMAC are part of the platform", e);
        }
    }

    /**
     * Decrypts.
     *
     * @throws IllegalStateException if the data was encrypted under another passphrase or modified
     */
    public static byte[] open(Secret passphrase, byte[] sealed) {
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, key(passphrase), new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES));
            return cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a stored response cannot be decrypted", e);
        }
    }

    private static SecretKey key(Secret passphrase) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(PURPOSE, "HmacSHA256"));
        return new SecretKeySpec(mac.doFinal(passphrase.value().getBytes(UTF_8)), "AES");
    }
}
