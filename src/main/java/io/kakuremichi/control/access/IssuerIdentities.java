package io.kakuremichi.control.access;

import io.kakuremichi.control.config.ControlConfig;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link Caller} of the identity that quarkus-oidc derived from a token. The groups of the token are replaced by the highest
 * role that they are configured to have: a group with the name of a role does not give that role.
 */
@Singleton
class IssuerIdentities implements SecurityIdentityAugmentor {
    private final Map<Role, Set<String>> groups;

    IssuerIdentities(ControlConfig config) {
        var roles = config.oidc().roles();
        this.groups = Map.of(
                Role.ADMIN,
                stripped(roles.admin()),
                Role.OPERATOR,
                stripped(roles.operator()),
                Role.VIEWER,
                stripped(roles.viewer()));
    }

    /** People write a space after a comma. */
    private static Set<String> stripped(Set<String> groups) {
        return groups.stream().map(String::strip).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        return Uni.createFrom()
                .item(
                        identity.getPrincipal() instanceof JsonWebToken token
                                ? Caller.ofIssuer(
                                                token.getSubject(),
                                                role(identity.getRoles()),
                                                Instant.ofEpochSecond(token.getExpirationTime()))
                                        .identity()
                                : identity);
    }

    private @Nullable Role role(Set<String> named) {
        return groups.entrySet().stream()
                .filter(entry -> !Collections.disjoint(entry.getValue(), named))
                .map(Map.Entry::getKey)
                .max(Role::compareTo)
                .orElse(null);
    }
}
