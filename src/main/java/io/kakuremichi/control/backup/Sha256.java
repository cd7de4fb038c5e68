package io.kakuremichi.control.backup;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The checksum of archives. */
final class Sha256 {
    private Sha256() {}

    /** Creates a digest. */
    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
