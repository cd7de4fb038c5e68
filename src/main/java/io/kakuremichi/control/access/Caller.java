package io.kakuremichi.control.access;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.security.Principal;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The authenticated caller of a request, the principal of its {@link SecurityIdentity}.
 *
 * @param name the token's name, or {@code oidc:} and the subject; names of tokens have no colon
 * @param role null for a caller of the OIDC issuer that has no role here
 * @param tokenId of a token that is stored
 */
public record Caller(
        String name, @Nullable Role role, @Nullable UUID tokenId) implements Principal {
    /** The name of the static token, reserved for it. */
    static final String ADMIN = "admin";

    static Caller staticAdmin() {
        return new Caller(ADMIN, Role.ADMIN, null);
    }

    static Caller ofIssuer(String subject, @Nullable Role role) {
        return new Caller("oidc:" + subject, role, null);
    }

    @Override
    public String getName() {
        return name;
    }

    /** The identity that {@code @RolesAllowed} is checked against: it has the caller's role and all lower ones. */
    SecurityIdentity identity() {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(this)
                .addRoles(role == null ? Set.of() : role.covered())
                .build();
    }
}
