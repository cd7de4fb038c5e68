package io.kakuremichi.control.access;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.security.Principal;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The authenticated caller of a request, the principal of its {@link SecurityIdentity}.
 *
 * @param name the token's name, or {@code oidc:} and the subject; names of tokens have no colon
 * @param role null for a caller of the OIDC issuer that has no role here
 * @param credential what it authenticated with
 */
public record Caller(String name, @Nullable Role role, Credential credential) implements Principal {
    /** The name of the static token. */
    static final String ADMIN = "admin";

    /** The actor recorded for unauthenticated callers. */
    public static final String NOBODY = "nobody";

    /** The actor recorded for changes that Control makes by itself. */
    public static final String SCHEDULE = "schedule";

    /** No token may have the name of another actor. */
    static final Set<String> RESERVED = Set.of(ADMIN, NOBODY, SCHEDULE);

    private static final String OF_ISSUER = "oidc:";

    static Caller staticAdmin() {
        return new Caller(ADMIN, Role.ADMIN, new Credential.StaticToken());
    }

    static Caller ofIssuer(String subject, @Nullable Role role, Instant expiresAt) {
        return new Caller(OF_ISSUER + subject, role, new Credential.IssuerToken(expiresAt));
    }

    /** The caller in a session of the console that began with the static admin token. */
    public static Caller staticAdmin(Credential.ConsoleSession session) {
        return new Caller(ADMIN, Role.ADMIN, session);
    }

    @Override
    public String getName() {
        return name;
    }

    /** The identity that {@code @RolesAllowed} is checked against: it has the caller's role and all lower ones. */
    public SecurityIdentity identity() {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(this)
                .addRoles(role == null ? Set.of() : role.covered())
                .build();
    }
}
