package io.kakuremichi.control.credential;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The {@code Authorization} header (RFC 6750). */
public final class BearerToken {
    private static final String SCHEME = "bearer ";

    private BearerToken() {}

    /** The token, or empty when the header has none. */
    public static Optional<Secret> parse(@Nullable String authorization) {
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Optional.empty();
        }
        var token = authorization.substring(SCHEME.length()).strip();
        return token.isEmpty() ? Optional.empty() : Optional.of(new Secret(token));
    }
}
