package io.kakuremichi.control.platform;

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

    /** Known before Quarkus is: the build sets it for dev mode. */
    static boolean isDevMode(SmallRyeConfig config) {
        return config.getOptionalValue("kakuremichi.dev-mode", Boolean.class).orElse(false);
    }
}
