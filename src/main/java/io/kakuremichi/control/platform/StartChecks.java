package io.kakuremichi.control.platform;

import io.kakuremichi.control.credential.KeyRing;
import io.smallrye.config.SmallRyeConfig;

/** Settings with which Control must not run, each refused with one sentence. */
final class StartChecks {
    private StartChecks() {}

    /**
     * @throws IllegalStateException with the sentence
     */
    static void check(SmallRyeConfig config) {
        var token = config.getOptionalValue("kakuremichi.admin-token", String.class);
        if (token.isEmpty() && !isDevMode(config)) {
            throw new IllegalStateException(
                    "set KAKUREMICHI_ADMIN_TOKEN to the token that may call REST, at least %d characters"
                            .formatted(AdminToken.MIN_LENGTH));
        }
        if (token.isPresent() && token.get().length() < AdminToken.MIN_LENGTH) {
            throw new IllegalStateException(
                    "KAKUREMICHI_ADMIN_TOKEN has fewer than %d characters".formatted(AdminToken.MIN_LENGTH));
        }
    }

    /** Whether a key for stored secrets is configured; if so, it is checked too. */
    static boolean hasEncryptionKey(SmallRyeConfig config) {
        var key = config.getOptionalValue("kakuremichi.encryption-key", String.class);
        var file = config.getOptionalValue("kakuremichi.encryption-key-file", String.class);
        if (key.isPresent() && file.isPresent()) {
            throw new IllegalStateException(
                    "set KAKUREMICHI_ENCRYPTION_KEY or KAKUREMICHI_ENCRYPTION_KEY_FILE, not both");
        }
        try {
            key.ifPresent(KeyRing::parse);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("KAKUREMICHI_ENCRYPTION_KEY is not valid: " + e.getMessage());
        }
        return key.isPresent() || file.isPresent();
    }

    /** Known before Quarkus is: the build sets it for dev mode. */
    static boolean isDevMode(SmallRyeConfig config) {
        return config.getOptionalValue("kakuremichi.dev-mode", Boolean.class).orElse(false);
    }
}
