package io.kakuremichi.control.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.kakuremichi.control.credential.Secret;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token as REST shows it.
 *
 * @param prefix its first characters
 * @param lastUsedAt at most half a minute old
 * @param token only in the response to the creation
 */
@RegisterForReflection
record TokenView(
        UUID id,
        String name,
        Role role,
        String prefix,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String token) {
    /** Without the secret. */
    @Override
    public String toString() {
        return "TokenView[" + id + "]";
    }

    static TokenView of(Token token) {
        return of(token, null);
    }

    static TokenView of(Token token, @Nullable Secret secret) {
        return new TokenView(
                token.id,
                token.name,
                Role.named(token.role),
                token.prefix,
                token.createdAt,
                token.expiresAt,
                token.lastUsedAt,
                secret == null ? null : secret.value());
    }
}
