package io.kakuremichi.control.boot;

import io.smallrye.config.SmallRyeConfig;
import java.net.URI;
import java.util.Set;

/** Unsafe or incomplete settings with which Control refuses to start, each with one sentence. */
final class StartChecks {
    /** A shorter token can be guessed. */
    private static final int MIN_TOKEN_LENGTH = 16;

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private StartChecks() {}

    /**
     * @throws IllegalStateException with the sentence
     */
    static void check(SmallRyeConfig config) {
        checkAdminToken(config);
        config.getOptionalValue("kakuremichi.oidc.issuer", String.class)
                .or(() -> config.getOptionalValue("quarkus.oidc.auth-server-url", String.class))
                .ifPresent(StartChecks::checkIssuer);
    }

    private static void checkAdminToken(SmallRyeConfig config) {
        var token = config.getOptionalValue("kakuremichi.admin-token", String.class);
        if (token.isEmpty() && !isDevMode(config)) {
            throw new IllegalStateException(
                    "set KAKUREMICHI_ADMIN_TOKEN to the token that may call REST, at least %d characters"
                            .formatted(MIN_TOKEN_LENGTH));
        }
        if (token.isPresent() && token.get().length() < MIN_TOKEN_LENGTH) {
            throw new IllegalStateException(
                    "KAKUREMICHI_ADMIN_TOKEN has fewer than %d characters".formatted(MIN_TOKEN_LENGTH));
        }
    }

    /** Whether an encryption key is configured; if so, it is validated too. */
    static boolean hasEncryptionKey(SmallRyeConfig config) {
        return EncryptionKeys.read(config.getOptionalValue("kakuremichi.encryption-key", String.class))
                .isPresent();
    }

    /** Over plain HTTP, an attacker on the network could replace the issuer's keys. */
    private static void checkIssuer(String issuer) {
        try {
            var uri = URI.create(issuer);
            var safe = "https".equals(uri.getScheme())
                    || "http".equals(uri.getScheme()) && LOOPBACK.contains(String.valueOf(uri.getHost()));
            if (safe && uri.getHost() != null) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // Rejected below, like an address with another scheme.
        }
        throw new IllegalStateException("KAKUREMICHI_OIDC_ISSUER must be an https address");
    }

    /** Usable before Quarkus starts: the build sets the property in dev mode. */
    static boolean isDevMode(SmallRyeConfig config) {
        return config.getOptionalValue("kakuremichi.dev-mode", Boolean.class).orElse(false);
    }
}
