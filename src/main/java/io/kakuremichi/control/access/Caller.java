package io.kakuremichi.control.access;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who calls.
 *
 * @param name the token's name, or {@code oidc:} and the subject; names of tokens have no colon
 * @param role null when known but without any role here
 * @param tokenId of a token that is stored
 */
public record Caller(
        String name, @Nullable Role role, @Nullable UUID tokenId) {
    /** The name of the static token; no other may have it. */
    static final String ADMIN = "admin";

    static Caller staticAdmin() {
        return new Caller(ADMIN, Role.ADMIN, null);
    }

    static Caller ofIssuer(String subject, @Nullable Role role) {
        return new Caller("oidc:" + subject, role, null);
    }
}
