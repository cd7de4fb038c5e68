package io.kakuremichi.control.access;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a caller authenticated with. Long calls, such as streams of events, end when it does. */
public sealed interface Credential {
    /** The time at which it ends by itself; null for never. It may be revoked earlier. */
    @Nullable Instant expiresAt();

    /** The static admin token, which is valid as long as the process lives. */
    record StaticToken() implements Credential {
        @Override
        public @Nullable Instant expiresAt() {
            return null;
        }
    }

    /** A stored token. */
    record StoredToken(UUID id, @Nullable Instant expiresAt) implements Credential {}

    /** A bearer token of the OIDC issuer. */
    record IssuerToken(@Nullable Instant expiresAt) implements Credential {}

    /**
     * A session of the console, presented by its cookie.
     *
     * @param idHash the hash of its id, by which it is stored
     */
    record ConsoleSession(String idHash, Instant expiresAt) implements Credential {}
}
