package io.kakuremichi.control.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The encryption keys of stored secrets. The first key seals; every key can open. To change the key, put the new one
 * first and keep the old one until every secret is sealed under the new one. AES-256-GCM with a random nonce; the
 * context binds a sealed value to its place, so that it cannot be opened elsewhere. Thread-safe.
 */
public final class KeyRing {
    private static final String VERSION = "v1";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int FINGERPRINT_DIGITS = 8;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    private final Map<String, SecretKey> keys;
    private final String newest;
    private final LongAdder broken = new LongAdder();

    private KeyRing(Map<String, SecretKey> keys, String newest) {
        this.keys = keys;
        this.newest = newest;
    }

    /**
     * Parses keys separated by commas or line breaks, newest first: 32 bytes in base64 each, optionally as {@code
     * ID:BASE64}. The id of a key without one is its fingerprint.
     *
     * @throws IllegalArgumentException naming the fault; quotes no key
     */
    public static KeyRing parse(String text) {
        var keys = new LinkedHashMap<String, SecretKey>();
        for (var entry : text.split("[,\\s]+", -1)) {
            if (!entry.isEmpty()) {
                var colon = entry.indexOf(':');
                var key = key(entry.substring(colon + 1));
                var id = colon < 0 ? fingerprint(key) : entry.substring(0, colon);
                if (!ID.matcher(id).matches()) {
                    throw new IllegalArgumentException("a key's id must be 1 to 32 of A-Z a-z 0-9 - _");
                }
                if (keys.put(id, new SecretKeySpec(key, "AES")) != null) {
                    throw new IllegalArgumentException("two keys have the id " + id);
                }
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("it contains no key");
        }
        return new KeyRing(keys, keys.firstEntry().getKey());
    }

    /** Generates a key in the form that {@link #parse} reads. */
    public static Secret newKey() {
        var key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return new Secret(Base64.getEncoder().encodeToString(key));
    }

    private static byte[] key(String base64) {
        try {
            var key = Base64.getDecoder().decode(base64);
            if (key.length == KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // Rejected below; the decoder's message would quote the key.
        }
        throw new IllegalArgumentException("a key must be 32 bytes in base64");
    }

    private static String fingerprint(byte[] key) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(key);
            return HexFormat.of().formatHex(digest).substring(0, FINGERPRINT_DIGITS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The id of the key that seals. */
    public String newest() {
        return newest;
    }

    /** The prefix of every value sealed under the newest key. */
    public String newestPrefix() {
        return VERSION + "." + newest + ".";
    }

    /**
     * Seals under the newest key.
     *
     * @param context identifies the only place where the value can be opened
     */
    public String seal(Secret plain, String context) {
        try {
            var nonce = new byte[NONCE_BYTES];
            new SecureRandom().nextBytes(nonce);
            var cipher = cipher(Cipher.ENCRYPT_MODE, newest, nonce, context);
            var text = plain.value().getBytes(UTF_8);
            var sealed = Arrays.copyOf(nonce, NONCE_BYTES + cipher.getOutputSize(text.length));
            cipher.doFinal(text, 0, text.length, sealed, NONCE_BYTES);
            return newestPrefix() + Base64.getEncoder().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is part of the platform", e);
        }
    }

    /**
     * Opens a value that was sealed for that context under any key of the ring.
     *
     * @throws SealBrokenException if the key is missing, or the value was modified, truncated, or sealed for another
     *     context
     */
    public Secret open(String sealed, String context) {
        try {
            return opened(sealed, context);
        } catch (SealBrokenException e) {
            broken.increment();
            throw e;
        }
    }

    /** The number of values that could not be opened. */
    public long broken() {
        return broken.sum();
    }

    private Secret opened(String sealed, String context) {
        var parts = sealed.split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals(VERSION)) {
            throw new SealBrokenException("it is not a sealed value");
        }
        if (!keys.containsKey(parts[1])) {
            throw new SealBrokenException("its key " + parts[1] + " is not configured");
        }
        try {
            var bytes = Base64.getDecoder().decode(parts[2]);
            var nonce = Arrays.copyOf(bytes, NONCE_BYTES);
            var cipher = cipher(Cipher.DECRYPT_MODE, parts[1], nonce, context);
            return new Secret(new String(cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES), UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new SealBrokenException(
                    "it was modified, truncated or moved, or sealed under another key with this id");
        }
    }

    private Cipher cipher(int mode, String keyId, byte[] nonce, String context) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, keys.get(keyId), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((VERSION + "." + keyId + "." + context).getBytes(UTF_8));
        return cipher;
    }

    @Override
    public String toString() {
        return "KeyRing" + keys.keySet();
    }

    /** A value could not be opened. The message contains no secret. */
    public static final class SealBrokenException extends RuntimeException {
        private static final long serialVersionUID = 1;

        SealBrokenException(String why) {
            super("A sealed value cannot be opened: " + why);
        }
    }
}
