package io.kakuremichi.control.config;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Bearer tokens of an OIDC issuer. */
public interface OidcSettings {
    /** The issuer's https URL, exactly as its tokens contain it. Without it, no OIDC tokens are accepted. */
    Optional<String> issuer();

    /** The required audience of tokens; without it, the audience is not checked. */
    Optional<String> audience();

    /** Trust only the authorities in this PEM file for TLS to the issuer; by default the public ones. */
    Optional<Path> caFile();

    /** The claim that contains the user's groups; slashes separate nested names, as in {@code realm_access/roles}. */
    @WithDefault("groups")
    String rolesClaim();

    /** Mapping of groups to roles. */
    OidcRoleSettings roles();

    /** Mapping of groups to roles. */
    interface OidcRoleSettings {
        /** Groups with the role {@code admin}. */
        @WithDefault("admin")
        Set<String> admin();

        /** Groups with the role {@code operator}. */
        @WithDefault("operator")
        Set<String> operator();

        /** Groups with the role {@code viewer}. */
        @WithDefault("viewer")
        Set<String> viewer();
    }
}
