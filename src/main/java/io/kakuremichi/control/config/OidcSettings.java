package io.kakuremichi.control.config;

import io.smallrye.config.WithDefault;
import java.util.Optional;
import java.util.Set;

/** Bearer tokens of an OIDC issuer. */
public interface OidcSettings {
    /** The issuer, by https, exactly as its tokens name it. Without one, its tokens are not accepted. */
    Optional<String> issuer();

    /** What tokens must be made for; without it, the audience is not looked at. */
    Optional<String> audience();

    /**
     * Where tokens name the groups of who they are for: a claim, or names separated by slashes for one inside another, as
     * {@code realm_access/roles}.
     */
    @WithDefault("groups")
    String rolesClaim();

    /** Which groups have which role. */
    OidcRoleSettings roles();

    /** Which groups have which role. */
    interface OidcRoleSettings {
        /** Groups that may do all. */
        @WithDefault("admin")
        Set<String> admin();

        /** Groups that may change tunnels and read. */
        @WithDefault("operator")
        Set<String> operator();

        /** Groups that may read. */
        @WithDefault("viewer")
        Set<String> viewer();
    }
}
